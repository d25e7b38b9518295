import { expOne } from '../shared/functions';
import { at, multiplyAdd, subtractProduct } from '../shared/lanes';
import { addLanes, BLOCK, lanesOf, putLanes } from './delta_block';

/** A unit is a head of a sequence, and 16 columns of the adjoint of S. Scratch holds these columns, (K, 16). */
export function delta_scan_errors(
  from: u32,
  to: u32,
  scratch: usize,
  keys: usize,
  gates: usize,
  dy: usize,
  derrors: usize,
  dvalues: usize,
  L: u32,
  H: u32,
  K: u32,
  V: u32,
  R: u32,
  d_stride: u32,
  dv: u32,
  accumulate: u32,
): void {
  const blocks = (V + BLOCK - 1) / BLOCK;
  for (let unit = from; unit < to; unit++) {
    const head = unit / blocks;
    const b = head / H;
    const h = head % H;
    const first = (unit % blocks) * BLOCK;
    const width = min(BLOCK, V - first);
    memory.fill(scratch, 0, (<usize>(K * BLOCK)) << 2);
    for (let t = L; t-- > 0; ) {
      const token = b * L + t;
      const gate = at(gates, token * (1 + R) * H + h);
      const query = at(keys, (token * (1 + R) * H + h) * K);
      const out = at(dy, (token * H + h) * V + first);
      let out0 = lanesOf(out, 0, width);
      let out1 = lanesOf(out, 4, width);
      let out2 = lanesOf(out, 8, width);
      let out3 = lanesOf(out, 12, width);
      for (let r = R; r-- > 0; ) {
        const key = at(query, (1 + r) * H * K);
        let pull0 = f32x4.splat(0);
        let pull1 = pull0;
        let pull2 = pull0;
        let pull3 = pull0;
        // G += q dyᵀ, and Gᵀ k.
        for (let i: u32 = 0; i < K; i++) {
          const own = v128.load32_splat(at(key, i));
          const asked = v128.load32_splat(at(query, i));
          const place = at(scratch, i * BLOCK);
          const G0 = multiplyAdd(asked, out0, v128.load(place));
          const G1 = multiplyAdd(asked, out1, v128.load(place, 16));
          const G2 = multiplyAdd(asked, out2, v128.load(place, 32));
          const G3 = multiplyAdd(asked, out3, v128.load(place, 48));
          v128.store(place, G0);
          v128.store(place, G1, 16);
          v128.store(place, G2, 32);
          v128.store(place, G3, 48);
          pull0 = multiplyAdd(own, G0, pull0);
          pull1 = multiplyAdd(own, G1, pull1);
          pull2 = multiplyAdd(own, G2, pull2);
          pull3 = multiplyAdd(own, G3, pull3);
        }
        // q is asked for once a token.
        out0 = f32x4.splat(0);
        out1 = out0;
        out2 = out0;
        out3 = out0;
        putLanes(at(derrors, ((token * R + r) * H + h) * V + first), width, pull0, pull1, pull2, pull3);
        const beta = v128.load32_splat(at(gate, (1 + r) * H));
        pull0 = f32x4.mul(beta, pull0);
        pull1 = f32x4.mul(beta, pull1);
        pull2 = f32x4.mul(beta, pull2);
        pull3 = f32x4.mul(beta, pull3);
        const target = at(dvalues, token * d_stride + dv + (r * H + h) * V + first);
        if (accumulate) addLanes(target, width, pull0, pull1, pull2, pull3);
        else putLanes(target, width, pull0, pull1, pull2, pull3);
        const kept = f32x4.splat(r === 0 ? expOne(load<f32>(gate)) : 1);
        for (let i: u32 = 0; i < K; i++) {
          const own = v128.load32_splat(at(key, i));
          const place = at(scratch, i * BLOCK);
          v128.store(place, f32x4.mul(kept, subtractProduct(own, pull0, v128.load(place))));
          v128.store(place, f32x4.mul(kept, subtractProduct(own, pull1, v128.load(place, 16))), 16);
          v128.store(place, f32x4.mul(kept, subtractProduct(own, pull2, v128.load(place, 32))), 32);
          v128.store(place, f32x4.mul(kept, subtractProduct(own, pull3, v128.load(place, 48))), 48);
        }
      }
    }
  }
}

export function delta_scan_errors_units(B: u32, H: u32, V: u32): u32 {
  return B * H * ((V + BLOCK - 1) / BLOCK);
}

export function delta_scan_errors_scratch(K: u32): u32 {
  return 4 * K * BLOCK;
}
