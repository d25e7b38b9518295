import { at } from '../shared/lanes';
import { addRow, multiply, packBlock, ROWS } from './block_linear';

/** Bytes of a block's weight, its lines rounded up to whole lanes. */
function panelBytes(n: u32): u32 {
  return n * ((n + 3) & ~3) * 4;
}

/** A unit is a block of the columns of each result, of 32 rows. Scratch holds the block of the three weights. */
export function block_trio(
  from: u32,
  to: u32,
  scratch: usize,
  values: usize,
  a: usize,
  b: usize,
  c: usize,
  out: usize,
  rows: u32,
  E: u32,
  n: u32,
  stride: u32,
  u: u32,
  x: u32,
): void {
  const blocks = E / n;
  const second = scratch + panelBytes(n);
  const third = second + panelBytes(n);
  for (let unit = from; unit < to; unit++) {
    const block = unit % blocks;
    const first = (unit / blocks) * ROWS;
    packBlock(a, block, n, false, scratch);
    packBlock(b, block, n, false, second);
    packBlock(c, block, n, false, third);
    for (let row = first; row < min(rows, first + ROWS); row++) {
      const own = at(values, row * stride + block * n);
      const target = at(out, row * 3 * E + block * n);
      multiply(at(own, u), scratch, n, 0, target, false);
      multiply(at(own, u), second, n, 0, at(target, E), false);
      multiply(at(own, x), third, n, 0, at(target, 2 * E), false);
    }
  }
}

/** The same units, from the gradients of the first two results to that of u. Scratch holds the block of their weights. */
export function block_trio_input(
  from: u32,
  to: u32,
  scratch: usize,
  dout: usize,
  a: usize,
  b: usize,
  dvalues: usize,
  rows: u32,
  E: u32,
  n: u32,
  stride: u32,
  u: u32,
  accumulate: u32,
): void {
  const blocks = E / n;
  const second = scratch + panelBytes(n);
  for (let unit = from; unit < to; unit++) {
    const block = unit % blocks;
    const first = (unit / blocks) * ROWS;
    packBlock(a, block, n, true, scratch);
    packBlock(b, block, n, true, second);
    for (let row = first; row < min(rows, first + ROWS); row++) {
      const source = at(dout, row * 3 * E + block * n);
      const own = at(dvalues, row * stride + u + block * n);
      multiply(source, scratch, n, 0, own, accumulate !== 0);
      multiply(at(source, E), second, n, 0, own, true);
    }
  }
}

/** A unit is a block of a copy of the gradients. */
export function block_trio_weight(
  from: u32,
  to: u32,
  values: usize,
  dout: usize,
  da: usize,
  db: usize,
  dc: usize,
  rows: u32,
  E: u32,
  n: u32,
  stride: u32,
  u: u32,
  x: u32,
  segment: u32,
): void {
  const blocks = E / n;
  for (let unit = from; unit < to; unit++) {
    const block = unit % blocks;
    const copy = unit / blocks;
    const place = copy * E * n + block * n * n;
    memory.fill(at(da, place), 0, (<usize>(n * n)) << 2);
    memory.fill(at(db, place), 0, (<usize>(n * n)) << 2);
    memory.fill(at(dc, place), 0, (<usize>(n * n)) << 2);
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      const own = at(values, row * stride + block * n);
      const pulls = at(dout, row * 3 * E + block * n);
      for (let k: u32 = 0; k < n; k++) {
        const line = place + k * n;
        addRow(at(own, u), v128.load32_splat(at(pulls, k)), at(da, line), n);
        addRow(at(own, u), v128.load32_splat(at(pulls, E + k)), at(db, line), n);
        addRow(at(own, x), v128.load32_splat(at(pulls, 2 * E + k)), at(dc, line), n);
      }
    }
  }
}

export function block_trio_units(rows: u32, E: u32, n: u32): u32 {
  return ((rows + ROWS - 1) / ROWS) * (E / n);
}

export function block_trio_scratch(n: u32): u32 {
  return 3 * panelBytes(n);
}

export function block_trio_input_units(rows: u32, E: u32, n: u32): u32 {
  return ((rows + ROWS - 1) / ROWS) * (E / n);
}

export function block_trio_input_scratch(n: u32): u32 {
  return 2 * panelBytes(n);
}

export function block_trio_weight_units(rows: u32, E: u32, n: u32, segment: u32): u32 {
  return ((rows + segment - 1) / segment) * (E / n);
}
