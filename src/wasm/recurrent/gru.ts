import { sigmoid, tanh } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, subtractProduct } from '../shared/lanes';
import { BackwardCell, ForwardCell, loadFrom } from './cell';
import { SEQUENCES } from './product';
import { backwardBytes, forwardBytes, pullSequence, roomFor, runSequence, unitsOf } from './sequence';

const GATES: u32 = 3;

@unmanaged
class GruCell extends ForwardCell {
  inner: usize;
  history: usize;

  step(place: u32, sums: usize, hidden: usize): void {
    const H = this.H;
    const row = (<usize>H) << 2;
    const gates = at(this.gates, place * GATES);
    const inner = at(this.inner, place);
    const history = at(this.history, place);
    const biases = this.bias_hh;
    for (let u: u32 = 0; u < H; u += 4) {
      const count = H - u;
      const own = at(gates, u);
      const sum = at(sums, u);
      const bias = at(biases, u);
      const r = sigmoid(f32x4.add(loadSome(own, count), recurrentPart(sum, bias, count)));
      const z = sigmoid(f32x4.add(loadSome(own + row, count), recurrentPart(sum + row, bias + row, count)));
      const within = recurrentPart(sum + 2 * row, bias + 2 * row, count);
      const n = tanh(multiplyAdd(r, within, loadSome(own + 2 * row, count)));
      const before = loadSome(at(hidden, u), count);
      const h = multiplyAdd(z, f32x4.sub(before, n), n);
      storeSome(own, r, count);
      storeSome(own + row, z, count);
      storeSome(own + 2 * row, n, count);
      storeSome(at(inner, u), within, count);
      storeSome(at(history, u), h, count);
      this.end(h, at(hidden, u), place + u, count);
    }
  }
}

/** What the recurrent weights and their bias give to a gate. */
function recurrentPart(sum: usize, bias: usize, count: u32): v128 {
  return f32x4.add(loadSome(sum, count), loadSome(bias, count));
}

export function gru_sequence(
  from: u32,
  to: u32,
  scratch: usize,
  weight_hh: usize,
  bias_hh: usize,
  residual: usize,
  gates: usize,
  y: usize,
  state_h: usize,
  inner: usize,
  history: usize,
  B: u32,
  L: u32,
  H: u32,
  has_residual: u32,
  carried: u32,
  packed: u32,
): void {
  const cell = changetype<GruCell>(scratch);
  cell.begin(bias_hh, has_residual, residual, gates, y, H);
  cell.inner = inner;
  cell.history = history;
  runSequence(cell, GATES, from, to, scratch, weight_hh, state_h, 0, B, L, H, carried, packed);
}

@unmanaged
class GruPull extends BackwardCell {
  inner: usize;
  history: usize;
  dgates: usize;

  /** The second gradient is what reaches h before the token past the gates: z dh. */
  pull(place: u32, start: u32, dhidden: usize): void {
    const H = this.H;
    const row = (<usize>H) << 2;
    const gates = at(this.gates, place * GATES);
    const dgates = at(this.dgates, place * GATES);
    const history = at(this.history, place);
    const inner = at(this.inner, place);
    const dy = at(this.dy, place);
    const earlier = this.rowBefore(history - row, start);
    const straight = at(dhidden, SEQUENCES * roomFor(H));
    const one = f32x4.splat(1);
    for (let u: u32 = 0; u < H; u += 4) {
      const count = H - u;
      const own = at(gates, u);
      const pulled = at(dgates, u);
      const r = loadSome(own, count);
      const z = loadSome(own + row, count);
      const n = loadSome(own + 2 * row, count);
      const before = loadFrom(earlier, u, count);
      const back = f32x4.add(loadSome(at(dhidden, u), count), loadSome(at(straight, u), count));
      const dh = f32x4.add(loadSome(at(dy, u), count), back);
      const dn = f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), subtractProduct(n, n, one));
      const dr = f32x4.mul(f32x4.mul(dn, loadSome(at(inner, u), count)), subtractProduct(r, r, r));
      const dz = f32x4.mul(f32x4.mul(dh, f32x4.sub(before, n)), subtractProduct(z, z, z));
      storeSome(at(history, u), before, count);
      storeSome(own, dr, count);
      storeSome(own + row, dz, count);
      storeSome(own + 2 * row, dn, count);
      storeSome(pulled, dr, count);
      storeSome(pulled + row, dz, count);
      storeSome(pulled + 2 * row, f32x4.mul(dn, r), count);
      storeSome(at(straight, u), f32x4.mul(dh, z), count);
    }
  }
}

export function gru_sequence_backward(
  from: u32,
  to: u32,
  scratch: usize,
  weight_hh: usize,
  dy: usize,
  gates: usize,
  start_h: usize,
  inner: usize,
  history: usize,
  dgates: usize,
  B: u32,
  L: u32,
  H: u32,
  segment: u32,
  carried: u32,
): void {
  const cell = changetype<GruPull>(scratch);
  cell.begin(dy, gates, start_h, H, carried);
  cell.inner = inner;
  cell.history = history;
  cell.dgates = dgates;
  pullSequence(cell, GATES, 2, from, to, scratch, weight_hh, dgates, B, L, H, segment);
}

export function gru_sequence_units(B: u32): u32 {
  return unitsOf(B);
}

export function gru_sequence_scratch(H: u32): u32 {
  return forwardBytes(GATES, 1, H);
}

export function gru_sequence_backward_units(B: u32): u32 {
  return unitsOf(B);
}

export function gru_sequence_backward_scratch(H: u32): u32 {
  return backwardBytes(GATES, 2, H);
}
