import { at, loadSome, putSome } from '../shared/lanes';
import { dots } from './dots';
import { PANEL, packColumns, packRows } from './panel';
import { multiply, SUMS } from './tile';

/** Rows that one packing of a panel serves. */
const BLOCK: u32 = 192;
/** Steps of a panel: 16 KiB, half of the smallest first-level caches. */
const DEPTH: u32 = 512;
/** With fewer rows, packing costs more than it saves. */
const FEW: u32 = 3;

/** Units of matmul_nt and matmul_nn. Each is a block of rows and a panel of columns. */
function blocks(rows: u32, columns: u32): u32 {
  return ((rows + BLOCK - 1) / BLOCK) * ((columns + PANEL - 1) / PANEL);
}

/** Bytes of the sums of a tile and of a panel. */
function scratchOf(inner: u32): u32 {
  return <u32>SUMS + 4 * PANEL * min(DEPTH, inner);
}

export function matmul_nt(
  from: u32,
  to: u32,
  scratch: usize,
  a: usize,
  b: usize,
  bias: usize,
  residual: usize,
  c: usize,
  rows: u32,
  columns: u32,
  inner: u32,
  a_stride: u32,
  a_offset: u32,
  c_stride: u32,
  c_offset: u32,
  has_bias: u32,
  has_residual: u32,
): void {
  const panels = (columns + PANEL - 1) / PANEL;
  const panel = scratch + SUMS;
  for (let unit = from; unit < to; unit++) {
    const m = (unit / panels) * BLOCK;
    const n = (unit % panels) * PANEL;
    const height = min(BLOCK, rows - m);
    const width = min(PANEL, columns - n);
    const right = at(b, n * inner);
    if (rows <= FEW) {
      for (let row = m; row < m + height; row++) {
        dots(at(a, row * a_stride + a_offset), right, inner, width, at(c, row * c_stride + c_offset + n));
      }
    } else {
      for (let k: u32 = 0; k < inner; k += DEPTH) {
        const depth = min(DEPTH, inner - k);
        packRows(at(right, k), inner, depth, width, panel);
        const left = at(a, m * a_stride + a_offset + k);
        const target = at(c, m * c_stride + c_offset + n);
        multiply(
          left,
          (<usize>a_stride) << 2,
          4,
          height,
          panel,
          depth,
          width,
          target,
          (<usize>c_stride) << 2,
          k > 0,
          scratch,
        );
      }
    }
    for (let row = m; row < m + height; row++) {
      const target = at(c, row * c_stride + c_offset + n);
      if (has_bias) addRow(target, at(bias, n), width);
      if (has_residual) addRow(target, at(residual, row * columns + n), width);
    }
  }
}

function addRow(to: usize, from: usize, count: u32): void {
  for (let n: u32 = 0; n < count; n += 4) storeSum(at(to, n), at(from, n), count - n);
}

function storeSum(to: usize, from: usize, count: u32): void {
  putSome(to, loadSome(from, count), count, true);
}

export function matmul_nn(
  from: u32,
  to: u32,
  scratch: usize,
  a: usize,
  b: usize,
  c: usize,
  rows: u32,
  columns: u32,
  inner: u32,
  a_stride: u32,
  a_offset: u32,
  c_stride: u32,
  c_offset: u32,
  accumulate: u32,
): void {
  const panels = (columns + PANEL - 1) / PANEL;
  const panel = scratch + SUMS;
  for (let unit = from; unit < to; unit++) {
    const m = (unit / panels) * BLOCK;
    const n = (unit % panels) * PANEL;
    const height = min(BLOCK, rows - m);
    const width = min(PANEL, columns - n);
    for (let k: u32 = 0; k < inner; k += DEPTH) {
      const depth = min(DEPTH, inner - k);
      packColumns(at(b, k * columns + n), columns, depth, width, panel);
      const left = at(a, m * a_stride + a_offset + k);
      const target = at(c, m * c_stride + c_offset + n);
      const adds = accumulate !== 0 || k > 0;
      multiply(
        left,
        (<usize>a_stride) << 2,
        4,
        height,
        panel,
        depth,
        width,
        target,
        (<usize>c_stride) << 2,
        adds,
        scratch,
      );
    }
  }
}

/** A unit is a split of the sum and a panel of columns. The first panel adds up the bias, too. */
export function matmul_tn(
  from: u32,
  to: u32,
  scratch: usize,
  a: usize,
  b: usize,
  c: usize,
  bias: usize,
  rows: u32,
  columns: u32,
  inner: u32,
  a_stride: u32,
  a_offset: u32,
  b_stride: u32,
  b_offset: u32,
  chunk: u32,
  has_bias: u32,
): void {
  const panels = (columns + PANEL - 1) / PANEL;
  const panel = scratch + SUMS;
  for (let unit = from; unit < to; unit++) {
    const split = unit / panels;
    const n = (unit % panels) * PANEL;
    const width = min(PANEL, columns - n);
    const first = split * chunk;
    const last = min(inner, first + chunk);
    const target = at(c, split * rows * columns + n);
    for (let k = first; k < last; k += DEPTH) {
      const depth = min(DEPTH, last - k);
      packColumns(at(b, k * b_stride + b_offset + n), b_stride, depth, width, panel);
      const left = at(a, k * a_stride + a_offset);
      multiply(
        left,
        4,
        (<usize>a_stride) << 2,
        rows,
        panel,
        depth,
        width,
        target,
        (<usize>columns) << 2,
        k > first,
        scratch,
      );
    }
    if (has_bias && n === 0) {
      const sums = at(bias, split * rows);
      memory.fill(sums, 0, (<usize>rows) << 2);
      for (let k = first; k < last; k++) addRow(sums, at(a, k * a_stride + a_offset), rows);
    }
  }
}

export function matmul_nt_units(rows: u32, columns: u32): u32 {
  return blocks(rows, columns);
}

export function matmul_nt_scratch(inner: u32): u32 {
  return scratchOf(inner);
}

export function matmul_nn_units(rows: u32, columns: u32): u32 {
  return blocks(rows, columns);
}

export function matmul_nn_scratch(inner: u32): u32 {
  return scratchOf(inner);
}

export function matmul_tn_units(columns: u32, inner: u32, chunk: u32): u32 {
  return ((columns + PANEL - 1) / PANEL) * ((inner + chunk - 1) / chunk);
}

export function matmul_tn_scratch(chunk: u32): u32 {
  return scratchOf(chunk);
}
