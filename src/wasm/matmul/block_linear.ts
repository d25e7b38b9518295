import { at, loadSome, multiplyAdd, putSome, storeSome } from '../shared/lanes';

/** Rows of a unit: so many pay for the copy of the block's weight. */
export const ROWS: u32 = 32;

/** Copies a block of the weight to scratch (n, n rounded up to 4), so that what a column of x gives lies side by side. */
export function packBlock(weight: usize, block: u32, n: u32, turned: bool, panel: usize): void {
  const room = (n + 3) & ~3;
  for (let k: u32 = 0; k < n; k++) {
    for (let own: u32 = 0; own < room; own++) {
      const from = at(weight, block * n * n + (turned ? k * n + own : own * n + k));
      store<f32>(at(panel, k * room + own), own < n ? load<f32>(from) : 0);
    }
  }
}

/** Multiplies a block of a row by the panel -> n columns. */
export function multiply(x: usize, panel: usize, n: u32, bias: usize, y: usize, adds: bool): void {
  const line = (<usize>n + 3) & ~3;
  for (let own: u32 = 0; own < n; own += 4) {
    let sum = bias ? loadSome(at(bias, own), n - own) : f32x4.splat(0);
    let from = at(panel, own);
    for (let k: u32 = 0; k < n; k++, from += line << 2) {
      sum = multiplyAdd(v128.load32_splat(at(x, k)), v128.load(from), sum);
    }
    putSome(at(y, own), sum, n - own, adds);
  }
}

/** A unit is a block of the columns of 32 rows. Scratch holds the block's weight. */
export function block_linear(
  from: u32,
  to: u32,
  scratch: usize,
  values: usize,
  weight: usize,
  bias: usize,
  out: usize,
  rows: u32,
  W: u32,
  n: u32,
  input_first: u32,
  x_stride: u32,
  x: u32,
  y_stride: u32,
  y: u32,
  has_bias: u32,
): void {
  const blocks = W / n;
  for (let unit = from; unit < to; unit++) {
    const block = unit % blocks;
    const first = (unit / blocks) * ROWS;
    packBlock(weight, block, n, input_first !== 0, scratch);
    for (let row = first; row < min(rows, first + ROWS); row++) {
      const source = at(values, row * x_stride + x + block * n);
      const target = at(out, row * y_stride + y + block * n);
      multiply(source, scratch, n, has_bias ? at(bias, block * n) : 0, target, false);
    }
  }
}

/** The same units and scratch, from the gradient of the result to that of the input. */
export function block_linear_input(
  from: u32,
  to: u32,
  scratch: usize,
  dout: usize,
  weight: usize,
  dvalues: usize,
  rows: u32,
  W: u32,
  n: u32,
  input_first: u32,
  x_stride: u32,
  x: u32,
  y_stride: u32,
  y: u32,
  accumulate: u32,
): void {
  const blocks = W / n;
  for (let unit = from; unit < to; unit++) {
    const block = unit % blocks;
    const first = (unit / blocks) * ROWS;
    packBlock(weight, block, n, input_first === 0, scratch);
    for (let row = first; row < min(rows, first + ROWS); row++) {
      const source = at(dout, row * y_stride + y + block * n);
      multiply(source, scratch, n, 0, at(dvalues, row * x_stride + x + block * n), accumulate !== 0);
    }
  }
}

/** A unit is a block of a copy of the gradients. */
export function block_linear_weight(
  from: u32,
  to: u32,
  values: usize,
  dout: usize,
  dweight: usize,
  dbias: usize,
  rows: u32,
  W: u32,
  n: u32,
  input_first: u32,
  x_stride: u32,
  x: u32,
  y_stride: u32,
  y: u32,
  has_bias: u32,
  segment: u32,
): void {
  const blocks = W / n;
  for (let unit = from; unit < to; unit++) {
    const block = unit % blocks;
    const copy = unit / blocks;
    const own = at(dweight, copy * W * n + block * n * n);
    const biases = at(dbias, copy * W + block * n);
    memory.fill(own, 0, (<usize>(n * n)) << 2);
    if (has_bias) memory.fill(biases, 0, (<usize>n) << 2);
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      const input = at(values, row * x_stride + x + block * n);
      const pulls = at(dout, row * y_stride + y + block * n);
      if (has_bias) addRow(pulls, f32x4.splat(1), biases, n);
      for (let k: u32 = 0; k < n; k++) {
        const line = at(own, k * n);
        if (input_first) addRow(pulls, v128.load32_splat(at(input, k)), line, n);
        else addRow(input, v128.load32_splat(at(pulls, k)), line, n);
      }
    }
  }
}

/** to += factor · row, n numbers. */
export function addRow(row: usize, factor: v128, to: usize, n: u32): void {
  for (let i: u32 = 0; i < n; i += 4) {
    const place = at(to, i);
    storeSome(place, multiplyAdd(factor, loadSome(at(row, i), n - i), loadSome(place, n - i)), n - i);
  }
}

export function block_linear_units(rows: u32, W: u32, n: u32): u32 {
  return ((rows + ROWS - 1) / ROWS) * (W / n);
}

export function block_linear_scratch(n: u32): u32 {
  return n * ((n + 3) & ~3) * 4;
}

export function block_linear_input_units(rows: u32, W: u32, n: u32): u32 {
  return ((rows + ROWS - 1) / ROWS) * (W / n);
}

export function block_linear_input_scratch(n: u32): u32 {
  return n * ((n + 3) & ~3) * 4;
}

export function block_linear_weight_units(rows: u32, W: u32, n: u32, segment: u32): u32 {
  return ((rows + segment - 1) / segment) * (W / n);
}
