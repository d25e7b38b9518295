import { sigmoid } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome, sumLanes } from '../shared/lanes';

/** Skip of up to four columns from e on: each of H heads has its own. */
function skipsOf(skip: usize, e: u32, count: u32, E: u32, H: u32): v128 {
  let lanes = f32x4.splat(load<f32>(at(skip, (e * H) / E)));
  if (count > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(at(skip, ((e + 1) * H) / E)));
  if (count > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(at(skip, ((e + 2) * H) / E)));
  if (count > 3) lanes = f32x4.replace_lane(lanes, 3, load<f32>(at(skip, ((e + 3) * H) / E)));
  return lanes;
}

/** A unit is a group of columns of a row. */
export function gated_rms_norm(
  from: u32,
  to: u32,
  y: usize,
  values: usize,
  skip: usize,
  weight: usize,
  out: usize,
  scale: usize,
  E: u32,
  H: u32,
  G: u32,
  stride: u32,
  x: u32,
  z: u32,
  eps: f32,
): void {
  const width = E / G;
  for (let unit = from; unit < to; unit++) {
    const row = unit / G;
    const first = (unit % G) * width;
    let squares = f32x4.splat(0);
    for (let i: u32 = 0; i < width; i += 4) {
      const some = width - i;
      const e = first + i;
      const own = at(values, row * stride + e);
      const gate = loadSome(at(own, z), some);
      const skips = skipsOf(skip, e, some, E, H);
      const inner = multiplyAdd(skips, loadSome(at(own, x), some), loadSome(at(y, row * E + e), some));
      const value = f32x4.mul(inner, f32x4.mul(gate, sigmoid(gate)));
      storeSome(at(out, row * E + e), value, some);
      squares = multiplyAdd(value, value, squares);
    }
    const one: f32 = 1 / sqrt<f32>(sumLanes(squares) / <f32>width + eps);
    store<f32>(at(scale, unit), one);
    for (let i: u32 = 0; i < width; i += 4) {
      const some = width - i;
      const target = at(out, row * E + first + i);
      const scaled = f32x4.mul(f32x4.splat(one), loadSome(at(weight, first + i), some));
      storeSome(target, f32x4.mul(loadSome(target, some), scaled), some);
    }
  }
}

/** A unit is a group of columns of a row. */
export function gated_rms_norm_backward(
  from: u32,
  to: u32,
  y: usize,
  values: usize,
  skip: usize,
  weight: usize,
  scale: usize,
  dout: usize,
  dy: usize,
  dvalues: usize,
  E: u32,
  H: u32,
  G: u32,
  stride: u32,
  x: u32,
  z: u32,
  d_stride: u32,
  dx: u32,
  dz: u32,
): void {
  const width = E / G;
  const one = f32x4.splat(1);
  for (let unit = from; unit < to; unit++) {
    const row = unit / G;
    const first = (unit % G) * width;
    let dots = f32x4.splat(0);
    for (let i: u32 = 0; i < width; i += 4) {
      const some = width - i;
      const e = first + i;
      const own = at(values, row * stride + e);
      const gate = loadSome(at(own, z), some);
      const skips = skipsOf(skip, e, some, E, H);
      const inner = multiplyAdd(skips, loadSome(at(own, x), some), loadSome(at(y, row * E + e), some));
      const value = f32x4.mul(inner, f32x4.mul(gate, sigmoid(gate)));
      const pull = f32x4.mul(loadSome(at(weight, e), some), loadSome(at(dout, row * E + e), some));
      dots = multiplyAdd(pull, value, dots);
    }
    const share = load<f32>(at(scale, unit));
    const along = f32x4.splat((share * share * sumLanes(dots)) / <f32>width);
    for (let i: u32 = 0; i < width; i += 4) {
      const some = width - i;
      const e = first + i;
      const own = at(values, row * stride + e);
      const gate = loadSome(at(own, z), some);
      const open = sigmoid(gate);
      const passed = f32x4.mul(gate, open);
      const skips = skipsOf(skip, e, some, E, H);
      const inner = multiplyAdd(skips, loadSome(at(own, x), some), loadSome(at(y, row * E + e), some));
      const pull = f32x4.mul(loadSome(at(weight, e), some), loadSome(at(dout, row * E + e), some));
      const less = f32x4.mul(f32x4.mul(inner, passed), along);
      const back = f32x4.mul(f32x4.splat(share), f32x4.sub(pull, less));
      const through = f32x4.mul(back, passed);
      storeSome(at(dy, row * E + e), through, some);
      const target = at(dvalues, row * d_stride + e);
      storeSome(at(target, dx), f32x4.mul(skips, through), some);
      const slope = f32x4.mul(open, multiplyAdd(gate, f32x4.sub(one, open), one));
      storeSome(at(target, dz), f32x4.mul(f32x4.mul(back, inner), slope), some);
    }
  }
}

/** A unit is a copy of the gradients, of a segment of rows. */
export function gated_rms_norm_parameters(
  from: u32,
  to: u32,
  y: usize,
  values: usize,
  skip: usize,
  scale: usize,
  dout: usize,
  dy: usize,
  dskip: usize,
  dweight: usize,
  rows: u32,
  E: u32,
  H: u32,
  G: u32,
  stride: u32,
  x: u32,
  z: u32,
  segment: u32,
): void {
  const width = E / G;
  for (let copy = from; copy < to; copy++) {
    memory.fill(at(dskip, copy * H), 0, (<usize>H) << 2);
    memory.fill(at(dweight, copy * E), 0, (<usize>E) << 2);
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      for (let set: u32 = 0; set < G; set++) {
        const share = f32x4.splat(load<f32>(at(scale, row * G + set)));
        for (let i: u32 = 0; i < width; i += 4) {
          const some = width - i;
          const e = set * width + i;
          const own = at(values, row * stride + e);
          const gate = loadSome(at(own, z), some);
          const skips = skipsOf(skip, e, some, E, H);
          const inner = multiplyAdd(skips, loadSome(at(own, x), some), loadSome(at(y, row * E + e), some));
          const value = f32x4.mul(f32x4.mul(inner, f32x4.mul(gate, sigmoid(gate))), share);
          const pull = f32x4.mul(loadSome(at(dout, row * E + e), some), value);
          putSome(at(dweight, copy * E + e), pull, some, true);
        }
      }
      for (let e: u32 = 0; e < E; e++) {
        const target = at(dskip, copy * H + (e * H) / E);
        const pull = load<f32>(at(dy, row * E + e)) * load<f32>(at(values, row * stride + x + e));
        store<f32>(target, load<f32>(target) + pull);
      }
    }
  }
}

export function gated_rms_norm_units(rows: u32, G: u32): u32 {
  return rows * G;
}

export function gated_rms_norm_backward_units(rows: u32, G: u32): u32 {
  return rows * G;
}

export function gated_rms_norm_parameters_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
