import { expOne } from '../shared/functions';
import { at, multiplyAdd } from '../shared/lanes';
import { BLOCK, lanesOf, putLanes } from './delta_block';

/** A unit is a head of a sequence, and 16 columns of S. Scratch holds these columns, (K, 16). */
export function delta_scan(
  from: u32,
  to: u32,
  scratch: usize,
  keys: usize,
  values: usize,
  gates: usize,
  state: usize,
  y: usize,
  errors: usize,
  L: u32,
  H: u32,
  K: u32,
  V: u32,
  R: u32,
  value_stride: u32,
  v: u32,
  carry: u32,
  keeps: u32,
): void {
  const blocks = (V + BLOCK - 1) / BLOCK;
  for (let unit = from; unit < to; unit++) {
    const head = unit / blocks;
    const b = head / H;
    const h = head % H;
    const first = (unit % blocks) * BLOCK;
    const width = min(BLOCK, V - first);
    const S = at(state, head * K * V + first);
    for (let i: u32 = 0; i < K; i++) {
      for (let lane: u32 = 0; lane < BLOCK; lane += 4) {
        const own = carry ? lanesOf(at(S, i * V), lane, width) : f32x4.splat(0);
        v128.store(at(scratch, i * BLOCK + lane), own);
      }
    }
    for (let t: u32 = 0; t < L; t++) {
      const token = b * L + t;
      const gate = at(gates, token * (1 + R) * H + h);
      const query = at(keys, (token * (1 + R) * H + h) * K);
      let kept = f32x4.splat(expOne(load<f32>(gate)));
      for (let r: u32 = 0; r < R; r++) {
        const key = at(query, (1 + r) * H * K);
        let held0 = f32x4.splat(0);
        let held1 = held0;
        let held2 = held0;
        let held3 = held0;
        for (let i: u32 = 0; i < K; i++) {
          const own = v128.load32_splat(at(key, i));
          const place = at(scratch, i * BLOCK);
          held0 = multiplyAdd(v128.load(place), own, held0);
          held1 = multiplyAdd(v128.load(place, 16), own, held1);
          held2 = multiplyAdd(v128.load(place, 32), own, held2);
          held3 = multiplyAdd(v128.load(place, 48), own, held3);
        }
        const value = at(values, token * value_stride + v + (r * H + h) * V + first);
        let error0 = f32x4.sub(lanesOf(value, 0, width), f32x4.mul(kept, held0));
        let error1 = f32x4.sub(lanesOf(value, 4, width), f32x4.mul(kept, held1));
        let error2 = f32x4.sub(lanesOf(value, 8, width), f32x4.mul(kept, held2));
        let error3 = f32x4.sub(lanesOf(value, 12, width), f32x4.mul(kept, held3));
        if (keeps) {
          putLanes(at(errors, ((token * R + r) * H + h) * V + first), width, error0, error1, error2, error3);
        }
        const beta = v128.load32_splat(at(gate, (1 + r) * H));
        error0 = f32x4.mul(beta, error0);
        error1 = f32x4.mul(beta, error1);
        error2 = f32x4.mul(beta, error2);
        error3 = f32x4.mul(beta, error3);
        held0 = f32x4.splat(0);
        held1 = held0;
        held2 = held0;
        held3 = held0;
        for (let i: u32 = 0; i < K; i++) {
          const own = v128.load32_splat(at(key, i));
          const asked = v128.load32_splat(at(query, i));
          const place = at(scratch, i * BLOCK);
          const S0 = multiplyAdd(own, error0, f32x4.mul(kept, v128.load(place)));
          const S1 = multiplyAdd(own, error1, f32x4.mul(kept, v128.load(place, 16)));
          const S2 = multiplyAdd(own, error2, f32x4.mul(kept, v128.load(place, 32)));
          const S3 = multiplyAdd(own, error3, f32x4.mul(kept, v128.load(place, 48)));
          v128.store(place, S0);
          v128.store(place, S1, 16);
          v128.store(place, S2, 32);
          v128.store(place, S3, 48);
          held0 = multiplyAdd(asked, S0, held0);
          held1 = multiplyAdd(asked, S1, held1);
          held2 = multiplyAdd(asked, S2, held2);
          held3 = multiplyAdd(asked, S3, held3);
        }
        kept = f32x4.splat(1);
        if (r + 1 === R) putLanes(at(y, (token * H + h) * V + first), width, held0, held1, held2, held3);
      }
    }
    for (let i: u32 = 0; i < K; i++) {
      const own = at(scratch, i * BLOCK);
      const target = at(S, i * V);
      putLanes(target, width, v128.load(own), v128.load(own, 16), v128.load(own, 32), v128.load(own, 48));
    }
  }
}

export function delta_scan_units(B: u32, H: u32, V: u32): u32 {
  return B * H * ((V + BLOCK - 1) / BLOCK);
}

export function delta_scan_scratch(K: u32): u32 {
  return 4 * K * BLOCK;
}
