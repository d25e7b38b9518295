import { tanh } from '../shared/functions';
import { at, loadSome, storeSome, subtractProduct } from '../shared/lanes';
import { BackwardCell, ForwardCell, loadFrom } from './cell';
import { backwardBytes, forwardBytes, pullSequence, runSequence, unitsOf } from './sequence';

@unmanaged
class RnnCell extends ForwardCell {
  step(place: u32, sums: usize, hidden: usize): void {
    const H = this.H;
    const gates = at(this.gates, place);
    const biases = this.bias_hh;
    for (let u: u32 = 0; u < H; u += 4) {
      const count = H - u;
      const gate = at(gates, u);
      const input = f32x4.add(loadSome(gate, count), loadSome(at(biases, u), count));
      const h = tanh(f32x4.add(input, loadSome(at(sums, u), count)));
      storeSome(gate, h, count);
      this.end(h, at(hidden, u), place + u, count);
    }
  }
}

export function rnn_sequence(
  from: u32,
  to: u32,
  scratch: usize,
  weight_hh: usize,
  bias_hh: usize,
  residual: usize,
  gates: usize,
  y: usize,
  state_h: usize,
  B: u32,
  L: u32,
  H: u32,
  has_residual: u32,
  carried: u32,
  packed: u32,
): void {
  const cell = changetype<RnnCell>(scratch);
  cell.begin(bias_hh, has_residual, residual, gates, y, H);
  runSequence(cell, 1, from, to, scratch, weight_hh, state_h, 0, B, L, H, carried, packed);
}

@unmanaged
class RnnPull extends BackwardCell {
  before: usize;

  pull(place: u32, start: u32, dhidden: usize): void {
    const H = this.H;
    const gates = at(this.gates, place);
    const earlier = this.rowBefore(gates - ((<usize>H) << 2), start);
    for (let u: u32 = 0; u < H; u += 4) {
      const count = H - u;
      const gate = at(gates, u);
      const h = loadSome(gate, count);
      const dh = f32x4.add(loadSome(at(this.dy, place + u), count), loadSome(at(dhidden, u), count));
      storeSome(at(this.before, place + u), loadFrom(earlier, u, count), count);
      storeSome(gate, f32x4.mul(dh, subtractProduct(h, h, f32x4.splat(1))), count);
    }
  }
}

export function rnn_sequence_backward(
  from: u32,
  to: u32,
  scratch: usize,
  weight_hh: usize,
  dy: usize,
  gates: usize,
  start_h: usize,
  before: usize,
  B: u32,
  L: u32,
  H: u32,
  segment: u32,
  carried: u32,
): void {
  const cell = changetype<RnnPull>(scratch);
  cell.begin(dy, gates, start_h, H, carried);
  cell.before = before;
  pullSequence(cell, 1, 1, from, to, scratch, weight_hh, gates, B, L, H, segment);
}

export function rnn_sequence_units(B: u32): u32 {
  return unitsOf(B);
}

export function rnn_sequence_scratch(H: u32): u32 {
  return forwardBytes(1, 1, H);
}

export function rnn_sequence_backward_units(B: u32): u32 {
  return unitsOf(B);
}

export function rnn_sequence_backward_scratch(H: u32): u32 {
  return backwardBytes(1, 1, H);
}
