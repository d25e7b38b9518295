import { at, multiplyAdd, subtractProduct } from '../shared/lanes';
import { addLanes, BLOCK, lanesOf, putLanes } from './delta_block';

/** A unit is a head of a sequence, and 16 columns of the adjoint G of S. Scratch holds these columns, (K, 16). */
export function erase_scan_errors(
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
  d_stride: u32,
  dv: u32,
  accumulate: u32,
): void {
  const blocks = (V + BLOCK - 1) / BLOCK;
  const part = H * K;
  for (let unit = from; unit < to; unit++) {
    const h = (unit / blocks) % H;
    const start = (unit / blocks / H) * L;
    const column = (unit % blocks) * BLOCK;
    const width = min(BLOCK, V - column);
    memory.fill(scratch, 0, (<usize>(K * BLOCK)) << 2);
    for (let token = start + L; token-- > start; ) {
      const query = at(keys, token * 4 * part + h * K);
      const read = at(query, part);
      const erase = at(read, part);
      const key = at(erase, part);
      const fades = at(gates, token * part + h * K);
      const place = (token * H + h) * V + column;
      const out0 = lanesOf(at(dy, place), 0, width);
      const out1 = lanesOf(at(dy, place), 4, width);
      const out2 = lanesOf(at(dy, place), 8, width);
      const out3 = lanesOf(at(dy, place), 12, width);
      // Gᵀ k, and -Gᵀ e.
      let b0 = f32x4.splat(0);
      let b1 = b0;
      let b2 = b0;
      let b3 = b0;
      let a0 = b0;
      let a1 = b0;
      let a2 = b0;
      let a3 = b0;
      for (let i: u32 = 0; i < K; i++) {
        const asked = v128.load32_splat(at(query, i));
        const own = v128.load32_splat(at(key, i));
        const gone = v128.load32_splat(at(erase, i));
        const row = at(scratch, i * BLOCK);
        const G0 = multiplyAdd(asked, out0, v128.load(row));
        const G1 = multiplyAdd(asked, out1, v128.load(row, 16));
        const G2 = multiplyAdd(asked, out2, v128.load(row, 32));
        const G3 = multiplyAdd(asked, out3, v128.load(row, 48));
        putLanes(row, BLOCK, G0, G1, G2, G3);
        b0 = multiplyAdd(own, G0, b0);
        b1 = multiplyAdd(own, G1, b1);
        b2 = multiplyAdd(own, G2, b2);
        b3 = multiplyAdd(own, G3, b3);
        a0 = subtractProduct(gone, G0, a0);
        a1 = subtractProduct(gone, G1, a1);
        a2 = subtractProduct(gone, G2, a2);
        a3 = subtractProduct(gone, G3, a3);
      }
      putLanes(at(derrors, place), width, a0, a1, a2, a3);
      const target = at(dvalues, token * d_stride + dv + h * V + column);
      if (accumulate) addLanes(target, width, b0, b1, b2, b3);
      else putLanes(target, width, b0, b1, b2, b3);
      for (let i: u32 = 0; i < K; i++) {
        const fade = v128.load32_splat(at(fades, i));
        const own = v128.load32_splat(at(read, i));
        const row = at(scratch, i * BLOCK);
        const G0 = multiplyAdd(own, a0, f32x4.mul(fade, v128.load(row)));
        const G1 = multiplyAdd(own, a1, f32x4.mul(fade, v128.load(row, 16)));
        const G2 = multiplyAdd(own, a2, f32x4.mul(fade, v128.load(row, 32)));
        const G3 = multiplyAdd(own, a3, f32x4.mul(fade, v128.load(row, 48)));
        putLanes(row, BLOCK, G0, G1, G2, G3);
      }
    }
  }
}

export function erase_scan_errors_units(B: u32, H: u32, V: u32): u32 {
  return B * H * ((V + BLOCK - 1) / BLOCK);
}

export function erase_scan_errors_scratch(K: u32): u32 {
  return 4 * K * BLOCK;
}
