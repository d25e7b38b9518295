import { at, loadSome, multiplyAdd, storeSome, subtractProduct } from '../shared/lanes';
import { BLOCK, lanesOf, putLanes } from './delta_block';

/** A unit is a head of a sequence, and 16 columns of S. Scratch holds these columns, (K, 16). */
export function erase_scan(
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
  value_stride: u32,
  v: u32,
  carry: u32,
  keeps: u32,
): void {
  const blocks = (V + BLOCK - 1) / BLOCK;
  const part = H * K;
  for (let unit = from; unit < to; unit++) {
    const head = unit / blocks;
    const h = head % H;
    const column = (unit % blocks) * BLOCK;
    const width = min(BLOCK, V - column);
    const S = at(state, head * K * V + column);
    memory.fill(scratch, 0, (<usize>(K * BLOCK)) << 2);
    for (let i: u32 = 0; carry !== 0 && i < K; i++) {
      const own = at(S, i * V);
      const row = at(scratch, i * BLOCK);
      putLanes(
        row,
        BLOCK,
        lanesOf(own, 0, width),
        lanesOf(own, 4, width),
        lanesOf(own, 8, width),
        lanesOf(own, 12, width),
      );
    }
    for (let token = (head / H) * L; token < (head / H + 1) * L; token++) {
      const query = at(keys, token * 4 * part + h * K);
      const read = at(query, part);
      const erase = at(read, part);
      const key = at(erase, part);
      const fades = at(gates, token * part + h * K);
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      for (let i: u32 = 0; i < K; i++) {
        const own = v128.load32_splat(at(read, i));
        const row = at(scratch, i * BLOCK);
        a0 = multiplyAdd(own, v128.load(row), a0);
        a1 = multiplyAdd(own, v128.load(row, 16), a1);
        a2 = multiplyAdd(own, v128.load(row, 32), a2);
        a3 = multiplyAdd(own, v128.load(row, 48), a3);
      }
      const value = at(values, token * value_stride + v + h * V + column);
      const b0 = lanesOf(value, 0, width);
      const b1 = lanesOf(value, 4, width);
      const b2 = lanesOf(value, 8, width);
      const b3 = lanesOf(value, 12, width);
      if (keeps) {
        const kept = at(errors, (token * 2 * H + h) * V + column);
        putLanes(kept, width, a0, a1, a2, a3);
        putLanes(at(kept, H * V), width, b0, b1, b2, b3);
      }
      let y0 = f32x4.splat(0);
      let y1 = y0;
      let y2 = y0;
      let y3 = y0;
      for (let i: u32 = 0; i < K; i++) {
        const fade = v128.load32_splat(at(fades, i));
        const gone = v128.load32_splat(at(erase, i));
        const own = v128.load32_splat(at(key, i));
        const asked = v128.load32_splat(at(query, i));
        const row = at(scratch, i * BLOCK);
        const S0 = multiplyAdd(own, b0, subtractProduct(gone, a0, f32x4.mul(fade, v128.load(row))));
        const S1 = multiplyAdd(own, b1, subtractProduct(gone, a1, f32x4.mul(fade, v128.load(row, 16))));
        const S2 = multiplyAdd(own, b2, subtractProduct(gone, a2, f32x4.mul(fade, v128.load(row, 32))));
        const S3 = multiplyAdd(own, b3, subtractProduct(gone, a3, f32x4.mul(fade, v128.load(row, 48))));
        putLanes(row, BLOCK, S0, S1, S2, S3);
        y0 = multiplyAdd(asked, S0, y0);
        y1 = multiplyAdd(asked, S1, y1);
        y2 = multiplyAdd(asked, S2, y2);
        y3 = multiplyAdd(asked, S3, y3);
      }
      putLanes(at(y, (token * H + h) * V + column), width, y0, y1, y2, y3);
    }
    for (let i: u32 = 0; i < K; i++) {
      const row = at(scratch, i * BLOCK);
      putLanes(at(S, i * V), width, v128.load(row), v128.load(row, 16), v128.load(row, 32), v128.load(row, 48));
    }
  }
}

/** A unit is a head of a sequence. */
export function erase_scan_decays(
  from: u32,
  to: u32,
  keys: usize,
  dkeys: usize,
  dgates: usize,
  L: u32,
  H: u32,
  K: u32,
): void {
  const part = H * K;
  for (let unit = from; unit < to; unit++) {
    for (let i: u32 = 0; i < K; i += 4) {
      const some = K - i;
      let later = f32x4.splat(0);
      for (let t = L; t-- > 0; ) {
        const token = (unit / H) * L + t;
        const first = token * 4 * part + (unit % H) * K + i;
        later = multiplyAdd(loadSome(at(keys, first), some), loadSome(at(dkeys, first), some), later);
        for (let which: u32 = 2; which < 4; which++) {
          const own = first + which * part;
          later = subtractProduct(loadSome(at(keys, own), some), loadSome(at(dkeys, own), some), later);
        }
        storeSome(at(dgates, token * part + (unit % H) * K + i), later, some);
        later = multiplyAdd(loadSome(at(keys, first + part), some), loadSome(at(dkeys, first + part), some), later);
      }
    }
  }
}

export function erase_scan_units(B: u32, H: u32, V: u32): u32 {
  return B * H * ((V + BLOCK - 1) / BLOCK);
}

export function erase_scan_scratch(K: u32): u32 {
  return 4 * K * BLOCK;
}

export function erase_scan_decays_units(B: u32, H: u32): u32 {
  return B * H;
}
