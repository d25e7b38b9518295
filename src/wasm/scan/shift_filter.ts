import { at } from '../shared/lanes';

/** A unit is a channel. */
export function shift_filter(
  from: u32,
  to: u32,
  B: usize,
  C: usize,
  skip: usize,
  K: usize,
  L: u32,
  D: u32,
  N: u32,
): void {
  for (let d = from; d < to; d++) {
    for (let tap: u32 = 0; tap < L; tap++) {
      let sum: f32 = tap === 0 ? load<f32>(at(skip, d)) : 0;
      for (let place: u32 = 0; place + tap < N; place++) {
        sum += load<f32>(at(B, d * N + place)) * load<f32>(at(C, d * N + place + tap));
      }
      store<f32>(at(K, tap * D + d), sum);
    }
  }
}

/** A unit is a channel. */
export function shift_filter_backward(
  from: u32,
  to: u32,
  B: usize,
  C: usize,
  dK: usize,
  dB: usize,
  dC: usize,
  dskip: usize,
  L: u32,
  D: u32,
  N: u32,
  summands: u32,
): void {
  for (let d = from; d < to; d++) {
    memory.fill(at(dB, d * N), 0, (<usize>N) << 2);
    memory.fill(at(dC, d * N), 0, (<usize>N) << 2);
    for (let tap: u32 = 0; tap < min(L, N); tap++) {
      let pull: f32 = 0;
      for (let s: u32 = 0; s < summands; s++) pull += load<f32>(at(dK, (s * L + tap) * D + d));
      if (tap === 0) store<f32>(at(dskip, d), pull);
      for (let place: u32 = 0; place + tap < N; place++) {
        const early = d * N + place;
        const late = early + tap;
        store<f32>(at(dB, early), load<f32>(at(dB, early)) + pull * load<f32>(at(C, late)));
        store<f32>(at(dC, late), load<f32>(at(dC, late)) + pull * load<f32>(at(B, early)));
      }
    }
  }
}

/** A unit is a channel of a sequence. */
export function shift_scan(
  from: u32,
  to: u32,
  B: usize,
  C: usize,
  skip: usize,
  k: usize,
  state: usize,
  y: usize,
  L: u32,
  D: u32,
  N: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const d = unit % D;
    const places = at(state, unit * N);
    for (let t: u32 = 0; t < L; t++) {
      const here = ((unit / D) * L + t) * D + d;
      const input = load<f32>(at(k, here));
      let sum = load<f32>(at(skip, d)) * input;
      for (let place = N; place-- > 0; ) {
        const before = place > 0 ? load<f32>(at(places, place - 1)) : 0;
        const next = before + load<f32>(at(B, d * N + place)) * input;
        store<f32>(at(places, place), next);
        sum += load<f32>(at(C, d * N + place)) * next;
      }
      store<f32>(at(y, here), sum);
    }
  }
}

export function shift_filter_units(D: u32): u32 {
  return D;
}

export function shift_filter_backward_units(D: u32): u32 {
  return D;
}

export function shift_scan_units(batch: u32, D: u32): u32 {
  return batch * D;
}
