import { expOne, sigmoid, softplus } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome, sumLanes } from '../shared/lanes';

/** A unit is a row. */
export function stable_gate_sums(
  from: u32,
  to: u32,
  values: usize,
  input: usize,
  forget: usize,
  input_bias: usize,
  forget_bias: usize,
  cells: usize,
  W: u32,
  H: u32,
  stride: u32,
  x: u32,
  cell_stride: u32,
  cell: u32,
): void {
  for (let row = from; row < to; row++) {
    const own = at(values, row * stride + x);
    const target = at(cells, row * cell_stride + cell);
    for (let h: u32 = 0; h < H; h++) {
      let i = f32x4.splat(0);
      let f = f32x4.splat(0);
      for (let k: u32 = 0; k < W; k += 4) {
        const lanes = loadSome(at(own, k), W - k);
        i = multiplyAdd(lanes, loadSome(at(input, h * W + k), W - k), i);
        f = multiplyAdd(lanes, loadSome(at(forget, h * W + k), W - k), f);
      }
      store<f32>(at(target, h), load<f32>(at(input_bias, h)) + sumLanes(i));
      store<f32>(at(target, H + h), load<f32>(at(forget_bias, h)) + sumLanes(f));
    }
  }
}

/** A unit is a head of a sequence. */
export function stable_gates(
  from: u32,
  to: u32,
  cursor: usize,
  cells: usize,
  gates: usize,
  most: usize,
  L: u32,
  H: u32,
  cell_stride: u32,
  cell: u32,
  carry: u32,
  scale: f32,
): void {
  for (let unit = from; unit < to; unit++) {
    const h = unit % H;
    let before = carry ? load<f32>(at(most, unit)) : <f32>0;
    for (let t: u32 = 0; t < L; t++) {
      const token = (unit / H) * L + t;
      const own = at(cells, token * cell_stride + cell + h);
      const i = load<f32>(own);
      const f = f32x4.splat(-load<f32>(at(own, H)));
      const isFirst = t === 0 && !(carry !== 0 && load<i32>(cursor) > 0);
      const kept = before - f32x4.extract_lane(softplus(f), 0);
      const m = isFirst ? i : max(kept, i);
      const gate = at(gates, token * 2 * H + h);
      store<f32>(gate, isFirst ? <f32>-1e30 : kept - m);
      store<f32>(at(gate, H), scale * expOne(i - m));
      store<f32>(own, m);
      store<f32>(at(own, H), isFirst ? 0 : f32x4.extract_lane(sigmoid(f), 0));
      before = m;
    }
    store<f32>(at(most, unit), before);
  }
}

/** A unit is a head of a sequence. */
export function stable_gates_backward(
  from: u32,
  to: u32,
  keys: usize,
  gates: usize,
  dkeys: usize,
  cells: usize,
  drows: usize,
  dsums: usize,
  L: u32,
  H: u32,
  G: u32,
  K: u32,
  key_stride: u32,
  q: u32,
  k: u32,
  cell_stride: u32,
  cell: u32,
  d_stride: u32,
  dm: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const h = unit % H;
    const sharedBy = ((h * G) / H) * K;
    let ofDecay: f32 = 0;
    let ofMost: f32 = 0;
    for (let t = L; t-- > 0; ) {
      const token = (unit / H) * L + t;
      const row = at(keys, token * key_stride + sharedBy);
      const own = at(dkeys, (token * H + h) * 2 * K);
      const taken = dot(at(row, q), own, K);
      const written = load<f32>(at(gates, token * 2 * H + H + h)) * dot(at(row, k), at(own, K), K);
      ofDecay += taken - written;
      ofMost += load<f32>(at(drows, token * d_stride + dm + h));
      const isNew = load<f32>(at(gates, token * 2 * H + h)) < 0;
      const open = load<f32>(at(cells, token * cell_stride + cell + H + h));
      const target = at(dsums, token * 2 * H + h);
      store<f32>(target, isNew ? written + ofMost : written);
      store<f32>(at(target, H), open * (isNew ? ofDecay : ofDecay + ofMost));
      if (isNew) ofMost = 0;
    }
  }
}

function dot(a: usize, b: usize, count: u32): f32 {
  let sum = f32x4.splat(0);
  for (let i: u32 = 0; i < count; i += 4)
    sum = multiplyAdd(loadSome(at(a, i), count - i), loadSome(at(b, i), count - i), sum);
  return sumLanes(sum);
}

/** A unit is a row. */
export function stable_gate_input(
  from: u32,
  to: u32,
  dsums: usize,
  input: usize,
  forget: usize,
  dvalues: usize,
  W: u32,
  H: u32,
  stride: u32,
  x: u32,
  accumulate: u32,
): void {
  for (let row = from; row < to; row++) {
    const pulls = at(dsums, row * 2 * H);
    const target = at(dvalues, row * stride + x);
    for (let h: u32 = 0; h < H; h++) {
      const i = v128.load32_splat(at(pulls, h));
      const f = v128.load32_splat(at(pulls, H + h));
      for (let k: u32 = 0; k < W; k += 4) {
        let own = f32x4.mul(i, loadSome(at(input, h * W + k), W - k));
        own = multiplyAdd(f, loadSome(at(forget, h * W + k), W - k), own);
        putSome(at(target, k), own, W - k, accumulate !== 0 || h > 0);
      }
    }
  }
}

/** A unit is a copy of the gradients, of a segment of rows. */
export function stable_gate_weight(
  from: u32,
  to: u32,
  values: usize,
  dsums: usize,
  dinput: usize,
  dforget: usize,
  dinput_bias: usize,
  dforget_bias: usize,
  rows: u32,
  W: u32,
  H: u32,
  stride: u32,
  x: u32,
  segment: u32,
): void {
  for (let copy = from; copy < to; copy++) {
    const place = copy * H;
    memory.fill(at(dinput, place * W), 0, (<usize>(H * W)) << 2);
    memory.fill(at(dforget, place * W), 0, (<usize>(H * W)) << 2);
    memory.fill(at(dinput_bias, place), 0, (<usize>H) << 2);
    memory.fill(at(dforget_bias, place), 0, (<usize>H) << 2);
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      const own = at(values, row * stride + x);
      const pulls = at(dsums, row * 2 * H);
      for (let h: u32 = 0; h < H; h++) {
        const i = load<f32>(at(pulls, h));
        const f = load<f32>(at(pulls, H + h));
        addTo(at(dinput_bias, place + h), i);
        addTo(at(dforget_bias, place + h), f);
        for (let k: u32 = 0; k < W; k += 4) {
          const lanes = loadSome(at(own, k), W - k);
          const ofInput = at(dinput, (place + h) * W + k);
          const ofForget = at(dforget, (place + h) * W + k);
          storeSome(ofInput, multiplyAdd(f32x4.splat(i), lanes, loadSome(ofInput, W - k)), W - k);
          storeSome(ofForget, multiplyAdd(f32x4.splat(f), lanes, loadSome(ofForget, W - k)), W - k);
        }
      }
    }
  }
}

function addTo(place: usize, value: f32): void {
  store<f32>(place, load<f32>(place) + value);
}

export function stable_gate_sums_units(rows: u32): u32 {
  return rows;
}

export function stable_gates_units(B: u32, H: u32): u32 {
  return B * H;
}

export function stable_gates_backward_units(B: u32, H: u32): u32 {
  return B * H;
}

export function stable_gate_input_units(rows: u32): u32 {
  return rows;
}

export function stable_gate_weight_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
