import { sigmoid, tanh } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, subtractProduct } from '../shared/lanes';
import { BackwardCell, ForwardCell, NOT_FIRST } from './cell';
import { SEQUENCES } from './product';
import { backwardBytes, forwardBytes, pullSequence, roomFor, runSequence, unitsOf } from './sequence';

const GATES: u32 = 4;

@unmanaged
class LstmCell extends ForwardCell {
  cells: usize;

  step(place: u32, sums: usize, hidden: usize): void {
    const H = this.H;
    const row = (<usize>H) << 2;
    const gates = at(this.gates, place * GATES);
    const cells = at(this.cells, place);
    const cell = at(hidden, SEQUENCES * H);
    const biases = this.bias_hh;
    for (let u: u32 = 0; u < H; u += 4) {
      const some = H - u;
      const own = at(gates, u);
      const sum = at(sums, u);
      const bias = at(biases, u);
      const i = sigmoid(gateSum(sum, own, bias, some));
      const f = sigmoid(gateSum(sum + row, own + row, bias + row, some));
      const g = tanh(gateSum(sum + 2 * row, own + 2 * row, bias + 2 * row, some));
      const o = sigmoid(gateSum(sum + 3 * row, own + 3 * row, bias + 3 * row, some));
      const c = multiplyAdd(f, loadSome(at(cell, u), some), f32x4.mul(i, g));
      const h = f32x4.mul(o, tanh(c));
      storeSome(own, i, some);
      storeSome(own + row, f, some);
      storeSome(own + 2 * row, g, some);
      storeSome(own + 3 * row, o, some);
      storeSome(at(cells, u), c, some);
      storeSome(at(cell, u), c, some);
      this.end(h, at(hidden, u), place + u, some);
    }
  }
}

/** What the recurrent weights, the input, and the bias give to a gate, added up. */
function gateSum(sum: usize, input: usize, bias: usize, count: u32): v128 {
  return f32x4.add(f32x4.add(loadSome(sum, count), loadSome(input, count)), loadSome(bias, count));
}

export function lstm_sequence(
  from: u32,
  to: u32,
  scratch: usize,
  weight_hh: usize,
  bias_hh: usize,
  residual: usize,
  gates: usize,
  y: usize,
  state_h: usize,
  state_c: usize,
  cells: usize,
  B: u32,
  L: u32,
  H: u32,
  has_residual: u32,
  carried: u32,
  packed: u32,
): void {
  const cell = changetype<LstmCell>(scratch);
  cell.begin(bias_hh, has_residual, residual, gates, y, H);
  cell.cells = cells;
  runSequence(cell, GATES, from, to, scratch, weight_hh, state_h, state_c, B, L, H, carried, packed);
}

@unmanaged
class LstmPull extends BackwardCell {
  start_c: usize;
  cells: usize;

  pull(place: u32, start: u32, dhidden: usize): void {
    const H = this.H;
    const row = (<usize>H) << 2;
    const gates = at(this.gates, place * GATES);
    const cells = at(this.cells, place);
    const dcell = at(dhidden, SEQUENCES * roomFor(H));
    const one = f32x4.splat(1);
    for (let u: u32 = 0; u < H; u += 4) {
      const some = H - u;
      const own = at(gates, u);
      const i = loadSome(own, some);
      const f = loadSome(own + row, some);
      const g = loadSome(own + 2 * row, some);
      const o = loadSome(own + 3 * row, some);
      const squashed = tanh(loadSome(at(cells, u), some));
      const dh = f32x4.add(loadSome(at(this.dy, place + u), some), loadSome(at(dhidden, u), some));
      let before = f32x4.splat(0);
      let hidden = f32x4.splat(0);
      if (start === NOT_FIRST) {
        before = loadSome(at(cells, u) - row, some);
        hidden = f32x4.mul(loadSome(own - row, some), tanh(before));
      } else if (this.carried) {
        before = loadSome(at(this.start_c, start + u), some);
        hidden = loadSome(at(this.start_h, start + u), some);
      }
      const dout = f32x4.mul(dh, o);
      const dc = multiplyAdd(dout, subtractProduct(squashed, squashed, one), loadSome(at(dcell, u), some));
      storeSome(at(cells, u), hidden, some);
      storeSome(own, f32x4.mul(f32x4.mul(dc, g), subtractProduct(i, i, i)), some);
      storeSome(own + row, f32x4.mul(f32x4.mul(dc, before), subtractProduct(f, f, f)), some);
      storeSome(own + 2 * row, f32x4.mul(f32x4.mul(dc, i), subtractProduct(g, g, one)), some);
      storeSome(own + 3 * row, f32x4.mul(f32x4.mul(dh, squashed), subtractProduct(o, o, o)), some);
      storeSome(at(dcell, u), f32x4.mul(dc, f), some);
    }
  }
}

export function lstm_sequence_backward(
  from: u32,
  to: u32,
  scratch: usize,
  weight_hh: usize,
  dy: usize,
  gates: usize,
  start_h: usize,
  start_c: usize,
  cells: usize,
  B: u32,
  L: u32,
  H: u32,
  segment: u32,
  carried: u32,
): void {
  const cell = changetype<LstmPull>(scratch);
  cell.begin(dy, gates, start_h, H, carried);
  cell.start_c = start_c;
  cell.cells = cells;
  pullSequence(cell, GATES, 2, from, to, scratch, weight_hh, gates, B, L, H, segment);
}

export function lstm_sequence_units(B: u32): u32 {
  return unitsOf(B);
}

export function lstm_sequence_scratch(H: u32): u32 {
  return forwardBytes(GATES, 2, H);
}

export function lstm_sequence_backward_units(B: u32): u32 {
  return unitsOf(B);
}

export function lstm_sequence_backward_scratch(H: u32): u32 {
  return backwardBytes(GATES, 2, H);
}
