import { addWave } from '../attention/positions';
import { normalise } from '../pointwise/rms_norm';
import { sigmoid } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome } from '../shared/lanes';
import { dots } from './dots';

/** Columns of a unit of the kernels here, which decode one row a sequence. */
const COLUMNS: u32 = 32;

function blocks(columns: u32): u32 {
  return (columns + COLUMNS - 1) / COLUMNS;
}

/** A unit is a row, and columns. Scratch holds the row normalised, and the sums of gates. */
export function norm_linear(
  from: u32,
  to: u32,
  scratch: usize,
  x: usize,
  weight: usize,
  b: usize,
  bias: usize,
  residual: usize,
  c: usize,
  columns: u32,
  inner: u32,
  c_stride: u32,
  c_offset: u32,
  has_bias: u32,
  has_residual: u32,
  gated: u32,
  eps: f32,
): void {
  const gates = at(scratch, inner);
  for (let unit = from; unit < to; unit++) {
    const row = unit / blocks(columns);
    const n = (unit % blocks(columns)) * COLUMNS;
    const count = min(COLUMNS, columns - n);
    const own = at(c, c_offset + row * c_stride + n);
    normalise(at(x, row * inner), weight, scratch, inner, eps);
    dots(scratch, at(b, n * inner), inner, count, own);
    if (gated) dots(scratch, at(b, (columns + n) * inner), inner, count, gates);
    for (let i: u32 = 0; i < count; i += 4) {
      const some = count - i;
      let sum = loadSome(at(own, i), some);
      if (gated) {
        const gate = loadSome(at(gates, i), some);
        sum = f32x4.mul(sum, f32x4.mul(gate, sigmoid(gate)));
      }
      if (has_bias) sum = f32x4.add(sum, loadSome(at(bias, n + i), some));
      if (has_residual) sum = f32x4.add(sum, loadSome(at(residual, row * columns + n + i), some));
      storeSome(at(own, i), sum, some);
    }
  }
}

/** A unit is a row, and columns. Scratch holds the row normalised. */
export function norm_positions_linear(
  from: u32,
  to: u32,
  scratch: usize,
  x: usize,
  weight: usize,
  positions: usize,
  cursor: usize,
  b: usize,
  c: usize,
  D: u32,
  columns: u32,
  places: u32,
  waves: u32,
  eps: f32,
): void {
  const position = <u32>max<i32>(0, load<i32>(cursor));
  for (let unit = from; unit < to; unit++) {
    const row = unit / blocks(columns);
    const n = (unit % blocks(columns)) * COLUMNS;
    normalise(at(x, row * D), weight, scratch, D, eps);
    if (waves) addWave(scratch, positions, position, D, scratch);
    else addRow(scratch, at(positions, min(places - 1, position) * D), D);
    dots(scratch, at(b, n * D), D, min(COLUMNS, columns - n), at(c, row * columns + n));
  }
}

function addRow(to: usize, from: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i += 4) putSome(at(to, i), loadSome(at(from, i), count - i), count - i, true);
}

/** A unit is a row, and columns. Scratch holds the row normalised. */
export function norm_linear_conv(
  from: u32,
  to: u32,
  scratch: usize,
  input: usize,
  weight: usize,
  b: usize,
  taps: usize,
  bias: usize,
  state: usize,
  rows: usize,
  D: u32,
  E: u32,
  K: u32,
  columns: u32,
  stride: u32,
  c: u32,
  x: u32,
  u: u32,
  eps: f32,
): void {
  for (let unit = from; unit < to; unit++) {
    const row = unit / blocks(columns);
    const n = (unit % blocks(columns)) * COLUMNS;
    const count = min(COLUMNS, columns - n);
    const own = at(rows, row * stride);
    normalise(at(input, row * D), weight, scratch, D, eps);
    dots(scratch, at(b, n * D), D, count, at(own, c + n));
    for (let column = c + n; column < c + n + count; column++) {
      if (column < x || column >= x + E) continue;
      const e = column - x;
      const projected = load<f32>(at(own, column));
      const before = at(state, (row * E + e) * (K - 1));
      let sum = load<f32>(at(bias, e)) + load<f32>(at(taps, e * K + K - 1)) * projected;
      for (let k: u32 = 0; k < K - 1; k++) sum += load<f32>(at(taps, e * K + k)) * load<f32>(at(before, k));
      for (let k: u32 = 1; k < K - 1; k++) store<f32>(at(before, k - 1), load<f32>(at(before, k)));
      if (K > 1) store<f32>(at(before, K - 2), projected);
      store<f32>(at(own, u + e), sum);
    }
    const first = max(c + n, x);
    const last = min(c + n + count, x + E);
    for (let column = first; column < last; column += 4) {
      const place = at(own, u + column - x);
      const sum = loadSome(place, last - column);
      storeSome(place, f32x4.mul(sum, sigmoid(sum)), last - column);
    }
  }
}

/** A unit is a row, and columns. Scratch holds the sums of gates. */
export function linear_glu(
  from: u32,
  to: u32,
  scratch: usize,
  a: usize,
  b: usize,
  bias: usize,
  residual: usize,
  c: usize,
  D: u32,
  inner: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const row = unit / blocks(D);
    const n = (unit % blocks(D)) * COLUMNS;
    const count = min(COLUMNS, D - n);
    const own = at(c, row * D + n);
    dots(at(a, row * inner), at(b, n * inner), inner, count, own);
    dots(at(a, row * inner), at(b, (D + n) * inner), inner, count, scratch);
    for (let i: u32 = 0; i < count; i += 4) {
      const some = count - i;
      const value = f32x4.add(loadSome(at(own, i), some), loadSome(at(bias, n + i), some));
      const gate = f32x4.add(loadSome(at(scratch, i), some), loadSome(at(bias, D + n + i), some));
      storeSome(at(own, i), multiplyAdd(value, sigmoid(gate), loadSome(at(residual, row * D + n + i), some)), some);
    }
  }
}

export function norm_linear_units(rows: u32, columns: u32): u32 {
  return rows * blocks(columns);
}

export function norm_linear_scratch(inner: u32): u32 {
  return 4 * (inner + COLUMNS);
}

export function norm_positions_linear_units(B: u32, columns: u32): u32 {
  return B * blocks(columns);
}

export function norm_positions_linear_scratch(D: u32): u32 {
  return 4 * D;
}

export function norm_linear_conv_units(B: u32, columns: u32): u32 {
  return B * blocks(columns);
}

export function norm_linear_conv_scratch(D: u32): u32 {
  return 4 * D;
}

export function linear_glu_units(rows: u32, D: u32): u32 {
  return rows * blocks(D);
}

export function linear_glu_scratch(): u32 {
  return 4 * COLUMNS;
}
