import { exp } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome, sumLanes } from '../shared/lanes';

/** Writes the decays of a head's keys at a token, e^(ln a), to `fades`, which has room for whole lanes. `gates` is the token's row. */
function fadesOf(gates: usize, h: u32, K: u32, gated: u32, fades: usize): void {
  let kept = f32x4.splat(1);
  if (gated === 1) kept = exp(f32x4.splat(load<f32>(at(gates, h))));
  for (let i: u32 = 0; i < K; i += 4) {
    if (gated === 2) kept = exp(loadSome(at(gates, h * K + i), K - i));
    v128.store(at(fades, i), kept);
  }
}

/** `gates` is the token's row. */
function weightOf(gates: usize, h: u32, H: u32, gated: u32): f32 {
  return gated === 1 ? load<f32>(at(gates, H + h)) : 1;
}

/** Copies the values of a head to a row with room for whole lanes, zeros there, and 1 behind them if the last row of S counts. */
function copyValues(from: usize, valued: u32, V: u32, to: usize): void {
  for (let j: u32 = 0; j < valued; j += 4) v128.store(at(to, j), loadSome(at(from, j), valued - j));
  if (valued === V) return;
  if ((valued & 3) === 0) v128.store(at(to, valued), f32x4.splat(0));
  store<f32>(at(to, valued), 1);
}

/** A unit is a head of a sequence, and 16 rows of S. Scratch holds the decays of the keys. */
const ROWS: u32 = 16;

export function matrix_scan(
  from: u32,
  to: u32,
  scratch: usize,
  keys: usize,
  values: usize,
  gates: usize,
  state: usize,
  y: usize,
  L: u32,
  H: u32,
  G: u32,
  K: u32,
  V: u32,
  key_stride: u32,
  q: u32,
  k: u32,
  value_stride: u32,
  v: u32,
  gated: u32,
  gate_stride: u32,
  counts: u32,
  carry: u32,
): void {
  const blocks = (V + ROWS - 1) / ROWS;
  const valued = V - counts;
  for (let unit = from; unit < to; unit++) {
    const head = unit / blocks;
    const b = head / H;
    const h = head % H;
    const first = (unit % blocks) * ROWS;
    const last = min(V, first + ROWS);
    const sharedBy = ((h * G) / H) * K;
    const S = at(state, head * V * K);
    if (!carry) memory.fill(at(S, first * K), 0, (<usize>((last - first) * K)) << 2);
    for (let t: u32 = 0; t < L; t++) {
      const token = b * L + t;
      const gate = at(gates, token * gate_stride);
      fadesOf(gate, h, K, gated, scratch);
      const weight = weightOf(gate, h, H, gated);
      const query = at(keys, token * key_stride + q + sharedBy);
      const key = at(keys, token * key_stride + k + sharedBy);
      for (let row = first; row < last; row++) {
        const value = row < valued ? load<f32>(at(values, token * value_stride + v + h * valued + row)) : 1;
        const written = f32x4.splat(weight * value);
        let sum = f32x4.splat(0);
        for (let i: u32 = 0; i < K; i += 4) {
          const some = K - i;
          const place = at(S, row * K + i);
          const own = multiplyAdd(
            v128.load(at(scratch, i)),
            loadSome(place, some),
            f32x4.mul(written, loadSome(at(key, i), some)),
          );
          storeSome(place, own, some);
          sum = multiplyAdd(own, loadSome(at(query, i), some), sum);
        }
        store<f32>(at(y, (token * H + h) * V + row), sumLanes(sum));
      }
    }
  }
}

/** A unit is a head of a sequence. Scratch holds S and its adjoint, (K, V) each, a row, the values, and the decays of the keys. */
export function matrix_scan_backward(
  from: u32,
  to: u32,
  scratch: usize,
  keys: usize,
  values: usize,
  gates: usize,
  dy: usize,
  before: usize,
  dkeys: usize,
  dvalues: usize,
  L: u32,
  H: u32,
  G: u32,
  K: u32,
  V: u32,
  key_stride: u32,
  q: u32,
  k: u32,
  value_stride: u32,
  v: u32,
  gated: u32,
  gate_stride: u32,
  counts: u32,
  carry: u32,
  d_stride: u32,
  dv: u32,
  accumulate: u32,
): void {
  const room = (V + 3) & ~3;
  const D = at(scratch, K * room);
  const pulled = at(D, K * room);
  const value = at(pulled, room);
  const fades = at(value, room);
  const valued = V - counts;
  for (let unit = from; unit < to; unit++) {
    const b = unit / H;
    const h = unit % H;
    const sharedBy = ((h * G) / H) * K;
    memory.fill(scratch, 0, (<usize>(2 * K * room)) << 2);
    if (carry) {
      for (let j: u32 = 0; j < V; j++) {
        for (let i: u32 = 0; i < K; i++) {
          store<f32>(at(scratch, i * room + j), load<f32>(at(before, (unit * V + j) * K + i)));
        }
      }
    }
    for (let t: u32 = 0; t < L; t++) {
      const token = b * L + t;
      const gate = at(gates, token * gate_stride);
      fadesOf(gate, h, K, gated, fades);
      const weight = weightOf(gate, h, H, gated);
      const key = at(keys, token * key_stride + k + sharedBy);
      copyValues(at(values, token * value_stride + v + h * valued), valued, V, value);
      const out = at(dy, (token * H + h) * V);
      for (let i: u32 = 0; i < K; i++) {
        const written = f32x4.splat(weight * load<f32>(at(key, i)));
        const kept = v128.load32_splat(at(fades, i));
        let sum = f32x4.splat(0);
        for (let j: u32 = 0; j < V; j += 4) {
          const place = at(scratch, i * room + j);
          const own = multiplyAdd(kept, v128.load(place), f32x4.mul(written, v128.load(at(value, j))));
          v128.store(place, own);
          sum = multiplyAdd(own, loadSome(at(out, j), V - j), sum);
        }
        store<f32>(at(dkeys, (token * H + h) * 2 * K + i), sumLanes(sum));
      }
    }
    for (let t = L; t-- > 0; ) {
      const token = b * L + t;
      const gate = at(gates, token * gate_stride);
      fadesOf(gate, h, K, gated, fades);
      const weight = f32x4.splat(weightOf(gate, h, H, gated));
      const query = at(keys, token * key_stride + q + sharedBy);
      const key = at(keys, token * key_stride + k + sharedBy);
      copyValues(at(values, token * value_stride + v + h * valued), valued, V, value);
      const out = at(dy, (token * H + h) * V);
      memory.fill(pulled, 0, (<usize>room) << 2);
      for (let i: u32 = 0; i < K; i++) {
        const asked = v128.load32_splat(at(query, i));
        const held = v128.load32_splat(at(key, i));
        const kept = v128.load32_splat(at(fades, i));
        let sum = f32x4.splat(0);
        for (let j: u32 = 0; j < V; j += 4) {
          const place = at(D, i * room + j);
          const own = multiplyAdd(asked, loadSome(at(out, j), V - j), v128.load(place));
          sum = multiplyAdd(own, v128.load(at(value, j)), sum);
          v128.store(at(pulled, j), multiplyAdd(own, held, v128.load(at(pulled, j))));
          v128.store(place, f32x4.mul(own, kept));
        }
        store<f32>(at(dkeys, (token * H + h) * 2 * K + K + i), sumLanes(sum));
      }
      for (let j: u32 = 0; j < valued; j += 4) {
        const target = at(dvalues, token * d_stride + dv + h * valued + j);
        putSome(target, f32x4.mul(weight, v128.load(at(pulled, j))), valued - j, accumulate !== 0);
      }
    }
  }
}

/** A unit is a row. */
export function matrix_scan_keys(
  from: u32,
  to: u32,
  gates: usize,
  dkeys: usize,
  drows: usize,
  H: u32,
  G: u32,
  K: u32,
  d_stride: u32,
  dq: u32,
  dk: u32,
  gated: u32,
  gate_stride: u32,
  accumulate: u32,
): void {
  for (let row = from; row < to; row++) {
    for (let set: u32 = 0; set < G; set++) {
      for (let i: u32 = 0; i < K; i += 4) {
        const some = K - i;
        let ofQuery = f32x4.splat(0);
        let ofKey = f32x4.splat(0);
        for (let h = (set * H) / G; h < ((set + 1) * H) / G; h++) {
          const own = at(dkeys, (row * H + h) * 2 * K + i);
          ofQuery = f32x4.add(ofQuery, loadSome(own, some));
          const weight = f32x4.splat(weightOf(at(gates, row * gate_stride), h, H, gated));
          ofKey = multiplyAdd(weight, loadSome(at(own, K), some), ofKey);
        }
        putSome(at(drows, row * d_stride + dq + set * K + i), ofQuery, some, accumulate !== 0);
        putSome(at(drows, row * d_stride + dk + set * K + i), ofKey, some, accumulate !== 0);
      }
    }
  }
}

export function matrix_scan_units(B: u32, H: u32, V: u32): u32 {
  return B * H * ((V + ROWS - 1) / ROWS);
}

export function matrix_scan_scratch(K: u32): u32 {
  return 4 * ((K + 3) & ~3);
}

export function matrix_scan_backward_units(B: u32, H: u32): u32 {
  return B * H;
}

export function matrix_scan_backward_scratch(K: u32, V: u32): u32 {
  return 4 * ((2 * K + 2) * ((V + 3) & ~3) + ((K + 3) & ~3));
}

export function matrix_scan_keys_units(rows: u32): u32 {
  return rows;
}
