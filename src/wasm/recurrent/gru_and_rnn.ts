import { sigmoid, tanh } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, subtractProduct } from '../shared/lanes';
import { packBackward, packForward, products, productsOfRows, SEQUENCES } from './product';
import { backwardBytes, begin, clear, forwardBytes, leave, put, roomFor, unitsOf } from './sequence';

// A unit of each kernel is up to four sequences.

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
  const room = roomFor(3 * H);
  const sums = at(scratch, room * H);
  const hidden = at(sums, SEQUENCES * room);
  const row = (<usize>H) << 2;
  const single = L === 1 && packed === 0;
  if (!single) packForward(weight_hh, packed !== 0, 3, H, scratch);
  for (let unit = from; unit < to; unit++) {
    const first = unit * SEQUENCES;
    const count = min(SEQUENCES, B - first);
    begin(hidden, carried, state_h, first, count, H);
    for (let t: u32 = 0; t < L; t++) {
      if (single) productsOfRows(hidden, row, count, weight_hh, H, 3 * H, sums, room);
      else products(hidden, row, count, scratch, H, 3 * H, sums, room);
      for (let s: u32 = 0; s < count; s++) {
        const place = ((first + s) * L + t) * H;
        for (let u: u32 = 0; u < H; u += 4) {
          const some = H - u;
          const own = at(gates, place * 3 + u);
          const sum = at(sums, s * room + u);
          const bias = at(bias_hh, u);
          const r = sigmoid(f32x4.add(loadSome(own, some), f32x4.add(loadSome(sum, some), loadSome(bias, some))));
          const z = sigmoid(
            f32x4.add(loadSome(own + row, some), f32x4.add(loadSome(sum + row, some), loadSome(bias + row, some))),
          );
          const within = f32x4.add(loadSome(sum + 2 * row, some), loadSome(bias + 2 * row, some));
          const n = tanh(multiplyAdd(r, within, loadSome(own + 2 * row, some)));
          const before = loadSome(at(hidden, s * H + u), some);
          const h = multiplyAdd(z, f32x4.sub(before, n), n);
          storeSome(own, r, some);
          storeSome(own + row, z, some);
          storeSome(own + 2 * row, n, some);
          storeSome(at(inner, place + u), within, some);
          storeSome(at(history, place + u), h, some);
          storeSome(at(hidden, s * H + u), h, some);
          put(y, h, has_residual, residual, place + u, some);
        }
      }
    }
    leave(hidden, carried, state_h, first, count, H);
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
  const room = roomFor(H);
  const dhidden = at(scratch, 3 * H * room);
  const straight = at(dhidden, SEQUENCES * room);
  const row = (<usize>H) << 2;
  const one = f32x4.splat(1);
  packBackward(weight_hh, 3, H, scratch);
  for (let unit = from; unit < to; unit++) {
    const first = unit * SEQUENCES;
    const count = min(SEQUENCES, B - first);
    clear(dhidden, 2, H);
    for (let t = L; t-- > 0; ) {
      for (let s: u32 = 0; s < count; s++) {
        const place = ((first + s) * L + t) * H;
        for (let u: u32 = 0; u < H; u += 4) {
          const some = H - u;
          const own = at(gates, place * 3 + u);
          const r = loadSome(own, some);
          const z = loadSome(own + row, some);
          const n = loadSome(own + 2 * row, some);
          let before = f32x4.splat(0);
          if (t > 0) before = loadSome(at(history, place - H + u), some);
          else if (carried) before = loadSome(at(start_h, (first + s) * H + u), some);
          const back = f32x4.add(loadSome(at(dhidden, s * room + u), some), loadSome(at(straight, s * room + u), some));
          const dh = f32x4.add(loadSome(at(dy, place + u), some), back);
          const dn = f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), subtractProduct(n, n, one));
          const dr = f32x4.mul(f32x4.mul(dn, loadSome(at(inner, place + u), some)), subtractProduct(r, r, r));
          const dz = f32x4.mul(f32x4.mul(dh, f32x4.sub(before, n)), subtractProduct(z, z, z));
          const pulled = at(dgates, place * 3 + u);
          storeSome(at(history, place + u), before, some);
          storeSome(own, dr, some);
          storeSome(own + row, dz, some);
          storeSome(own + 2 * row, dn, some);
          storeSome(pulled, dr, some);
          storeSome(pulled + row, dz, some);
          storeSome(pulled + 2 * row, f32x4.mul(dn, r), some);
          storeSome(at(straight, s * room + u), f32x4.mul(dh, z), some);
        }
      }
      if (t % segment === 0) {
        clear(dhidden, 2, H);
      } else {
        const rows = at(dgates, (first * L + t) * 3 * H);
        products(rows, <usize>L * 3 * row, count, scratch, 3 * H, H, dhidden, room);
      }
    }
  }
}

export function gru_sequence_units(B: u32): u32 {
  return unitsOf(B);
}

export function gru_sequence_scratch(H: u32): u32 {
  return forwardBytes(3, 1, H);
}

export function gru_sequence_backward_units(B: u32): u32 {
  return unitsOf(B);
}

export function gru_sequence_backward_scratch(H: u32): u32 {
  return backwardBytes(3, 2, H);
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
  const room = roomFor(H);
  const sums = at(scratch, room * H);
  const hidden = at(sums, SEQUENCES * room);
  const row = (<usize>H) << 2;
  const single = L === 1 && packed === 0;
  if (!single) packForward(weight_hh, packed !== 0, 1, H, scratch);
  for (let unit = from; unit < to; unit++) {
    const first = unit * SEQUENCES;
    const count = min(SEQUENCES, B - first);
    begin(hidden, carried, state_h, first, count, H);
    for (let t: u32 = 0; t < L; t++) {
      if (single) productsOfRows(hidden, row, count, weight_hh, H, H, sums, room);
      else products(hidden, row, count, scratch, H, H, sums, room);
      for (let r: u32 = 0; r < count; r++) {
        const place = ((first + r) * L + t) * H;
        for (let u: u32 = 0; u < H; u += 4) {
          const some = H - u;
          const input = f32x4.add(loadSome(at(gates, place + u), some), loadSome(at(bias_hh, u), some));
          const h = tanh(f32x4.add(input, loadSome(at(sums, r * room + u), some)));
          storeSome(at(gates, place + u), h, some);
          storeSome(at(hidden, r * H + u), h, some);
          put(y, h, has_residual, residual, place + u, some);
        }
      }
    }
    leave(hidden, carried, state_h, first, count, H);
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
  const room = roomFor(H);
  const dhidden = at(scratch, H * room);
  const row = (<usize>H) << 2;
  packBackward(weight_hh, 1, H, scratch);
  for (let unit = from; unit < to; unit++) {
    const first = unit * SEQUENCES;
    const count = min(SEQUENCES, B - first);
    clear(dhidden, 1, H);
    for (let t = L; t-- > 0; ) {
      for (let r: u32 = 0; r < count; r++) {
        const place = ((first + r) * L + t) * H;
        for (let u: u32 = 0; u < H; u += 4) {
          const some = H - u;
          const h = loadSome(at(gates, place + u), some);
          const dh = f32x4.add(loadSome(at(dy, place + u), some), loadSome(at(dhidden, r * room + u), some));
          let earlier = f32x4.splat(0);
          if (t > 0) earlier = loadSome(at(gates, place - H + u), some);
          else if (carried) earlier = loadSome(at(start_h, (first + r) * H + u), some);
          storeSome(at(before, place + u), earlier, some);
          storeSome(at(gates, place + u), f32x4.mul(dh, subtractProduct(h, h, f32x4.splat(1))), some);
        }
      }
      if (t % segment === 0) clear(dhidden, 1, H);
      else products(at(gates, (first * L + t) * H), <usize>L * row, count, scratch, H, H, dhidden, room);
    }
  }
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
