import { sigmoid, tanh } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, subtractProduct } from '../shared/lanes';
import { packBackward, packForward, products, productsOfRows, SEQUENCES } from './product';
import { backwardBytes, begin, clear, forwardBytes, leave, put, roomFor, unitsOf } from './sequence';

/** A unit of both kernels: up to four sequences. */
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
  const room = roomFor(4 * H);
  const sums = at(scratch, room * H);
  const hidden = at(sums, SEQUENCES * room);
  const cell = at(hidden, SEQUENCES * H);
  const row = (<usize>H) << 2;
  const single = L === 1 && packed === 0;
  if (!single) packForward(weight_hh, packed !== 0, 4, H, scratch);
  for (let unit = from; unit < to; unit++) {
    const first = unit * SEQUENCES;
    const count = min(SEQUENCES, B - first);
    begin(hidden, carried, state_h, first, count, H);
    begin(cell, carried, state_c, first, count, H);
    for (let t: u32 = 0; t < L; t++) {
      if (single) productsOfRows(hidden, row, count, weight_hh, H, 4 * H, sums, room);
      else products(hidden, row, count, scratch, H, 4 * H, sums, room);
      for (let r: u32 = 0; r < count; r++) {
        const place = ((first + r) * L + t) * H;
        for (let u: u32 = 0; u < H; u += 4) {
          const some = H - u;
          const own = at(gates, place * 4 + u);
          const sum = at(sums, r * room + u);
          const bias = at(bias_hh, u);
          const i = sigmoid(gateSum(sum, own, bias, some));
          const f = sigmoid(gateSum(sum + row, own + row, bias + row, some));
          const g = tanh(gateSum(sum + 2 * row, own + 2 * row, bias + 2 * row, some));
          const o = sigmoid(gateSum(sum + 3 * row, own + 3 * row, bias + 3 * row, some));
          const c = multiplyAdd(f, loadSome(at(cell, r * H + u), some), f32x4.mul(i, g));
          const h = f32x4.mul(o, tanh(c));
          storeSome(own, i, some);
          storeSome(own + row, f, some);
          storeSome(own + 2 * row, g, some);
          storeSome(own + 3 * row, o, some);
          storeSome(at(cells, place + u), c, some);
          storeSome(at(cell, r * H + u), c, some);
          storeSome(at(hidden, r * H + u), h, some);
          put(y, h, has_residual, residual, place + u, some);
        }
      }
    }
    leave(hidden, carried, state_h, first, count, H);
    leave(cell, carried, state_c, first, count, H);
  }
}

/** Of a gate: what W_hh brings, what the input brings, and the bias. */
function gateSum(sum: usize, input: usize, bias: usize, count: u32): v128 {
  return f32x4.add(f32x4.add(loadSome(sum, count), loadSome(input, count)), loadSome(bias, count));
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
  const room = roomFor(H);
  const dhidden = at(scratch, 4 * H * room);
  const dcell = at(dhidden, SEQUENCES * room);
  const row = (<usize>H) << 2;
  const one = f32x4.splat(1);
  packBackward(weight_hh, 4, H, scratch);
  for (let unit = from; unit < to; unit++) {
    const first = unit * SEQUENCES;
    const count = min(SEQUENCES, B - first);
    clear(dhidden, 2, H);
    for (let t = L; t-- > 0; ) {
      for (let r: u32 = 0; r < count; r++) {
        const place = ((first + r) * L + t) * H;
        for (let u: u32 = 0; u < H; u += 4) {
          const some = H - u;
          const own = at(gates, place * 4 + u);
          const i = loadSome(own, some);
          const f = loadSome(own + row, some);
          const g = loadSome(own + 2 * row, some);
          const o = loadSome(own + 3 * row, some);
          const squashed = tanh(loadSome(at(cells, place + u), some));
          const dh = f32x4.add(loadSome(at(dy, place + u), some), loadSome(at(dhidden, r * room + u), some));
          let before = f32x4.splat(0);
          let hidden = f32x4.splat(0);
          if (t > 0) {
            before = loadSome(at(cells, place - H + u), some);
            hidden = f32x4.mul(loadSome(own - row, some), tanh(before));
          } else if (carried) {
            before = loadSome(at(start_c, (first + r) * H + u), some);
            hidden = loadSome(at(start_h, (first + r) * H + u), some);
          }
          const dout = f32x4.mul(dh, o);
          const dc = multiplyAdd(
            dout,
            subtractProduct(squashed, squashed, one),
            loadSome(at(dcell, r * room + u), some),
          );
          storeSome(at(cells, place + u), hidden, some);
          storeSome(own, f32x4.mul(f32x4.mul(dc, g), subtractProduct(i, i, i)), some);
          storeSome(own + row, f32x4.mul(f32x4.mul(dc, before), subtractProduct(f, f, f)), some);
          storeSome(own + 2 * row, f32x4.mul(f32x4.mul(dc, i), subtractProduct(g, g, one)), some);
          storeSome(own + 3 * row, f32x4.mul(f32x4.mul(dh, squashed), subtractProduct(o, o, o)), some);
          storeSome(at(dcell, r * room + u), f32x4.mul(dc, f), some);
        }
      }
      if (t % segment === 0) {
        clear(dhidden, 2, H);
      } else {
        const rows = at(gates, (first * L + t) * 4 * H);
        products(rows, <usize>L * 4 * row, count, scratch, 4 * H, H, dhidden, room);
      }
    }
  }
}

export function lstm_sequence_units(B: u32): u32 {
  return unitsOf(B);
}

export function lstm_sequence_scratch(H: u32): u32 {
  return forwardBytes(4, 2, H);
}

export function lstm_sequence_backward_units(B: u32): u32 {
  return unitsOf(B);
}

export function lstm_sequence_backward_scratch(H: u32): u32 {
  return backwardBytes(4, 2, H);
}
