import { expOne } from '../shared/functions';
import { at, loadSome, multiplyAdd, subtractProduct, sumLanes } from '../shared/lanes';
import { BLOCK, lanesOf, putLanes } from './delta_block';

/**
 * A unit is a head of a sequence and 16 rows, of S forward in time or of its adjoint G backward. Scratch holds these rows, (V, 16), so
 * that a lane is a row.
 */
export function delta_scan_keys(
  from: u32,
  to: u32,
  scratch: usize,
  keys: usize,
  gates: usize,
  errors: usize,
  derrors: usize,
  dy: usize,
  before: usize,
  dkeys: usize,
  L: u32,
  H: u32,
  K: u32,
  V: u32,
  R: u32,
  carry: u32,
): void {
  const blocks = (K + BLOCK - 1) / BLOCK;
  for (let unit = from; unit < to; unit++) {
    const head = unit / 2 / blocks;
    const b = head / H;
    const h = head % H;
    const first = ((unit / 2) % blocks) * BLOCK;
    const width = min(BLOCK, K - first);
    const backward = unit % 2 === 1;
    memory.fill(scratch, 0, (<usize>(V * BLOCK)) << 2);
    if (carry !== 0 && !backward) {
      for (let i: u32 = 0; i < width; i++) {
        const row = at(before, (head * K + first + i) * V);
        for (let j: u32 = 0; j < V; j++) store<f32>(at(scratch, j * BLOCK + i), load<f32>(at(row, j)));
      }
    }
    for (let turn: u32 = 0; turn < L; turn++) {
      const token = b * L + (backward ? L - 1 - turn : turn);
      const gate = at(gates, token * (1 + R) * H + h);
      const query = at(keys, (token * (1 + R) * H + h) * K + first);
      const gradients = at(dkeys, (token * (1 + 2 * R) * H + h) * K + first);
      const out = at(dy, (token * H + h) * V);
      const fade = expOne(load<f32>(gate));
      for (let write: u32 = 0; write < R; write++) {
        const r = backward ? R - 1 - write : write;
        const key = at(query, (1 + r) * H * K);
        const error = at(errors, ((token * R + r) * H + h) * V);
        const derror = at(derrors, ((token * R + r) * H + h) * V);
        const beta = v128.load32_splat(at(gate, (1 + r) * H));
        const kept = f32x4.splat(r === 0 ? fade : 1);
        const own0 = f32x4.mul(beta, lanesOf(key, 0, width));
        const own1 = f32x4.mul(beta, lanesOf(key, 4, width));
        const own2 = f32x4.mul(beta, lanesOf(key, 8, width));
        const own3 = f32x4.mul(beta, lanesOf(key, 12, width));
        let pull0 = f32x4.splat(0);
        let pull1 = pull0;
        let pull2 = pull0;
        let pull3 = pull0;
        if (backward) {
          const asks = write === 0;
          const asked0 = asks ? lanesOf(query, 0, width) : f32x4.splat(0);
          const asked1 = asks ? lanesOf(query, 4, width) : f32x4.splat(0);
          const asked2 = asks ? lanesOf(query, 8, width) : f32x4.splat(0);
          const asked3 = asks ? lanesOf(query, 12, width) : f32x4.splat(0);
          for (let j: u32 = 0; j < V; j++) {
            const place = at(scratch, j * BLOCK);
            const shown = v128.load32_splat(at(out, j));
            const wrong = v128.load32_splat(at(error, j));
            const taken = v128.load32_splat(at(derror, j));
            const G0 = multiplyAdd(asked0, shown, v128.load(place));
            const G1 = multiplyAdd(asked1, shown, v128.load(place, 16));
            const G2 = multiplyAdd(asked2, shown, v128.load(place, 32));
            const G3 = multiplyAdd(asked3, shown, v128.load(place, 48));
            pull0 = multiplyAdd(G0, wrong, pull0);
            pull1 = multiplyAdd(G1, wrong, pull1);
            pull2 = multiplyAdd(G2, wrong, pull2);
            pull3 = multiplyAdd(G3, wrong, pull3);
            v128.store(place, f32x4.mul(kept, subtractProduct(own0, taken, G0)));
            v128.store(place, f32x4.mul(kept, subtractProduct(own1, taken, G1)), 16);
            v128.store(place, f32x4.mul(kept, subtractProduct(own2, taken, G2)), 32);
            v128.store(place, f32x4.mul(kept, subtractProduct(own3, taken, G3)), 48);
          }
        } else {
          let sum0 = f32x4.splat(0);
          let sum1 = sum0;
          let sum2 = sum0;
          let sum3 = sum0;
          for (let j: u32 = 0; j < V; j++) {
            const place = at(scratch, j * BLOCK);
            const shown = v128.load32_splat(at(out, j));
            const wrong = v128.load32_splat(at(error, j));
            const taken = v128.load32_splat(at(derror, j));
            const held0 = f32x4.mul(kept, v128.load(place));
            const held1 = f32x4.mul(kept, v128.load(place, 16));
            const held2 = f32x4.mul(kept, v128.load(place, 32));
            const held3 = f32x4.mul(kept, v128.load(place, 48));
            pull0 = subtractProduct(held0, taken, pull0);
            pull1 = subtractProduct(held1, taken, pull1);
            pull2 = subtractProduct(held2, taken, pull2);
            pull3 = subtractProduct(held3, taken, pull3);
            const S0 = multiplyAdd(own0, wrong, held0);
            const S1 = multiplyAdd(own1, wrong, held1);
            const S2 = multiplyAdd(own2, wrong, held2);
            const S3 = multiplyAdd(own3, wrong, held3);
            v128.store(place, S0);
            v128.store(place, S1, 16);
            v128.store(place, S2, 32);
            v128.store(place, S3, 48);
            sum0 = multiplyAdd(S0, shown, sum0);
            sum1 = multiplyAdd(S1, shown, sum1);
            sum2 = multiplyAdd(S2, shown, sum2);
            sum3 = multiplyAdd(S3, shown, sum3);
          }
          if (r + 1 === R) putLanes(gradients, width, sum0, sum1, sum2, sum3);
        }
        pull0 = f32x4.mul(beta, pull0);
        pull1 = f32x4.mul(beta, pull1);
        pull2 = f32x4.mul(beta, pull2);
        pull3 = f32x4.mul(beta, pull3);
        const part = 1 + r + (backward ? R : 0);
        putLanes(at(gradients, part * H * K), width, pull0, pull1, pull2, pull3);
      }
    }
  }
}

/** A unit is a head of a sequence. */
export function delta_scan_gates(
  from: u32,
  to: u32,
  values: usize,
  gates: usize,
  y: usize,
  dy: usize,
  errors: usize,
  derrors: usize,
  dgates: usize,
  L: u32,
  H: u32,
  V: u32,
  R: u32,
  value_stride: u32,
  v: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const b = unit / H;
    const h = unit % H;
    let later: f32 = 0;
    for (let t = L; t-- > 0; ) {
      const token = b * L + t;
      const gate = token * (1 + R) * H + h;
      const out = (token * H + h) * V;
      let shown = f32x4.splat(0);
      for (let j: u32 = 0; j < V; j += 4) {
        shown = multiplyAdd(loadSome(at(y, out + j), V - j), loadSome(at(dy, out + j), V - j), shown);
      }
      later += sumLanes(shown);
      for (let r: u32 = 0; r < R; r++) {
        const error = ((token * R + r) * H + h) * V;
        const value = at(values, token * value_stride + v + (r * H + h) * V);
        let given = f32x4.splat(0);
        let taken = f32x4.splat(0);
        for (let j: u32 = 0; j < V; j += 4) {
          const pull = loadSome(at(derrors, error + j), V - j);
          given = multiplyAdd(pull, loadSome(at(errors, error + j), V - j), given);
          taken = multiplyAdd(pull, loadSome(at(value, j), V - j), taken);
        }
        store<f32>(at(dgates, gate + (1 + r) * H), sumLanes(given));
        later -= load<f32>(at(gates, gate + (1 + r) * H)) * sumLanes(taken);
      }
      store<f32>(at(dgates, gate), later);
    }
  }
}

export function delta_scan_keys_units(B: u32, H: u32, K: u32): u32 {
  return 2 * B * H * ((K + BLOCK - 1) / BLOCK);
}

export function delta_scan_keys_scratch(V: u32): u32 {
  return 4 * V * BLOCK;
}

export function delta_scan_gates_units(B: u32, H: u32): u32 {
  return B * H;
}
