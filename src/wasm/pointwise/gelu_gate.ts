import { geluTanh, geluTanhSlope } from '../shared/gelu_tanh';
import { at, loadSome, storeSome } from '../shared/lanes';

/** A unit of both is a row. */
export function gelu_gate(from: u32, to: u32, values: usize, y: usize, W: u32, stride: u32, x: u32, gate: u32): void {
  for (let row = from; row < to; row++) {
    for (let w: u32 = 0; w < W; w += 4) {
      const own = at(values, row * stride + w);
      const opened = geluTanh(loadSome(at(own, gate), W - w));
      storeSome(at(y, row * W + w), f32x4.mul(loadSome(at(own, x), W - w), opened), W - w);
    }
  }
}

export function gelu_gate_backward(
  from: u32,
  to: u32,
  values: usize,
  dy: usize,
  dvalues: usize,
  W: u32,
  stride: u32,
  x: u32,
  gate: u32,
  d_stride: u32,
  dx: u32,
  dgate: u32,
): void {
  for (let row = from; row < to; row++) {
    for (let w: u32 = 0; w < W; w += 4) {
      const own = at(values, row * stride + w);
      const pulled = at(dvalues, row * d_stride + w);
      const pull = loadSome(at(dy, row * W + w), W - w);
      const opened = loadSome(at(own, gate), W - w);
      storeSome(at(pulled, dx), f32x4.mul(pull, geluTanh(opened)), W - w);
      const product = f32x4.mul(pull, loadSome(at(own, x), W - w));
      storeSome(at(pulled, dgate), f32x4.mul(product, geluTanhSlope(opened)), W - w);
    }
  }
}

export function gelu_gate_units(rows: u32): u32 {
  return rows;
}

export function gelu_gate_backward_units(rows: u32): u32 {
  return rows;
}
