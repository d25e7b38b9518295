import { at, loadSome, multiplyAdd, storeSome } from '../shared/lanes';

/** A unit has so many channels: a cache line of each row. */
const CHANNELS: u32 = 16;

/** A unit of both kernels is a segment of a sequence, and 16 channels. */
export function linear_scan(
  from: u32,
  to: u32,
  rows: usize,
  starts: usize,
  state: usize,
  L: u32,
  H: u32,
  stride: u32,
  a: u32,
  b: u32,
  h: u32,
  carry: u32,
  segment: u32,
  segments: u32,
): void {
  const blocks = (H + CHANNELS - 1) / CHANNELS;
  for (let unit = from; unit < to; unit++) {
    const s = unit / blocks;
    const sequence = s / segments;
    const begin = (s % segments) * segment;
    const end = min(L, begin + segment);
    const first = (unit % blocks) * CHANNELS;
    for (let channel = first; channel < min(H, first + CHANNELS); channel += 4) {
      const count = H - channel;
      let value = f32x4.splat(0);
      if (segments > 1) value = loadSome(at(starts, s * H + channel), count);
      else if (carry) value = loadSome(at(state, sequence * H + channel), count);
      for (let row = sequence * L + begin; row < sequence * L + end; row++) {
        const own = at(rows, row * stride + channel);
        value = multiplyAdd(loadSome(at(own, a), count), value, loadSome(at(own, b), count));
        storeSome(at(own, h), value, count);
      }
      if (carry && end === L) storeSome(at(state, sequence * H + channel), value, count);
    }
  }
}

export function linear_scan_backward(
  from: u32,
  to: u32,
  rows: usize,
  drows: usize,
  before: usize,
  entering: usize,
  L: u32,
  H: u32,
  stride: u32,
  a: u32,
  h: u32,
  d_stride: u32,
  da: u32,
  db: u32,
  dh: u32,
  carry: u32,
  segment: u32,
  segments: u32,
): void {
  const blocks = (H + CHANNELS - 1) / CHANNELS;
  for (let unit = from; unit < to; unit++) {
    const s = unit / blocks;
    const sequence = s / segments;
    const begin = (s % segments) * segment;
    const end = min(L, begin + segment);
    const start = (unit % blocks) * CHANNELS;
    for (let channel = start; channel < min(H, start + CHANNELS); channel += 4) {
      const count = H - channel;
      let adjoint = segments > 1 ? loadSome(at(entering, s * H + channel), count) : f32x4.splat(0);
      for (let t = end; t-- > begin; ) {
        const own = at(rows, (sequence * L + t) * stride + channel);
        const gradient = at(drows, (sequence * L + t) * d_stride + channel);
        let earlier = f32x4.splat(0);
        if (t > 0) earlier = loadSome(at(own, h) - ((<usize>stride) << 2), count);
        else if (carry) earlier = loadSome(at(before, sequence * H + channel), count);
        const pulled = f32x4.add(loadSome(at(gradient, dh), count), adjoint);
        storeSome(at(gradient, db), pulled, count);
        storeSome(at(gradient, da), f32x4.mul(pulled, earlier), count);
        adjoint = f32x4.mul(loadSome(at(own, a), count), pulled);
      }
    }
  }
}

/** A unit is a segment of a sequence. */
export function linear_scan_ends(
  from: u32,
  to: u32,
  rows: usize,
  drows: usize,
  ends: usize,
  totals: usize,
  L: u32,
  H: u32,
  stride: u32,
  a: u32,
  b: u32,
  reverse: u32,
  d_stride: u32,
  dh: u32,
  segment: u32,
  segments: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const s = unit % segments;
    if (reverse && s === 0) continue;
    const begin = (unit / segments) * L + s * segment;
    const steps = min(segment, L - s * segment);
    for (let channel: u32 = 0; channel < H; channel += 4) {
      const count = H - channel;
      const place = unit * H + channel;
      if (!reverse && s === segments - 1) {
        storeSome(at(totals, place), f32x4.splat(0), count);
        continue;
      }
      let end = f32x4.splat(0);
      let total = f32x4.splat(1);
      for (let i: u32 = 0; i < steps; i++) {
        const row = reverse ? begin + steps - 1 - i : begin + i;
        const own = at(rows, row * stride + channel);
        const keeps = loadSome(at(own, a), count);
        if (reverse) {
          end = f32x4.mul(keeps, f32x4.add(loadSome(at(drows, row * d_stride + dh + channel), count), end));
        } else {
          end = multiplyAdd(keeps, end, loadSome(at(own, b), count));
          total = f32x4.mul(total, keeps);
        }
      }
      storeSome(at(ends, place), end, count);
      if (!reverse) storeSome(at(totals, place), total, count);
    }
  }
}

/** A unit is a sequence. */
export function linear_scan_starts(
  from: u32,
  to: u32,
  totals: usize,
  state: usize,
  ends: usize,
  H: u32,
  segments: u32,
  carry: u32,
  reverse: u32,
): void {
  for (let sequence = from; sequence < to; sequence++) {
    for (let channel: u32 = 0; channel < H; channel += 4) {
      const count = H - channel;
      let h = carry ? loadSome(at(state, sequence * H + channel), count) : f32x4.splat(0);
      for (let done: u32 = 0; done < segments; done++) {
        const s = reverse ? segments - 1 - done : done;
        const place = (sequence * segments + s) * H + channel;
        const end = loadSome(at(ends, place), count);
        storeSome(at(ends, place), h, count);
        h = multiplyAdd(loadSome(at(totals, place), count), h, end);
      }
    }
  }
}

export function linear_scan_units(B: u32, H: u32, segments: u32): u32 {
  return B * segments * ((H + CHANNELS - 1) / CHANNELS);
}

export function linear_scan_backward_units(B: u32, H: u32, segments: u32): u32 {
  return B * segments * ((H + CHANNELS - 1) / CHANNELS);
}

export function linear_scan_ends_units(B: u32, segments: u32): u32 {
  return B * segments;
}

export function linear_scan_starts_units(B: u32): u32 {
  return B;
}
