import { exp, expOne, sigmoid, softplus } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome } from '../shared/lanes';
import { loadRates, storeStates } from './selective_scan';

/** A unit is a segment of a sequence, and four channels. Scratch holds A and h. */
export function selective_scan_ends(
  from: u32,
  to: u32,
  scratch: usize,
  rows: usize,
  xdbl: usize,
  A_log: usize,
  ends: usize,
  totals: usize,
  L: u32,
  E: u32,
  N: u32,
  stride: u32,
  u: u32,
  delta: u32,
  BC: u32,
  BC_stride: u32,
  segment: u32,
  segments: u32,
): void {
  const blocks = (E + 3) >> 2;
  const size = (<usize>N) << 4;
  const h = scratch + size;
  for (let unit = from; unit < to; unit++) {
    const s = unit / blocks;
    const e = (unit % blocks) * 4;
    const count = E - e;
    if (s % segments === segments - 1) {
      storeSome(at(totals, s * E + e), f32x4.splat(0), count);
      continue;
    }
    const begin = (s / segments) * L + (s % segments) * segment;
    loadRates(A_log, e, count, N, scratch);
    memory.fill(h, 0, size);
    let total = f32x4.splat(0);
    for (let row = begin; row < begin + segment; row++) {
      const own = at(rows, row * stride + e);
      const step = softplus(loadSome(at(own, delta), count));
      const inflow = f32x4.mul(step, loadSome(at(own, u), count));
      let into = at(xdbl, row * BC_stride + BC);
      total = f32x4.add(total, step);
      for (let n: usize = 0; n < size; n += 16, into += 4) {
        const decay = exp(f32x4.mul(step, v128.load(scratch + n)));
        v128.store(h + n, multiplyAdd(decay, v128.load(h + n), f32x4.mul(inflow, v128.load32_splat(into))));
      }
    }
    for (let n: u32 = 0; n < N; n++) storeStates(ends, s * E + e, n, count, N, v128.load(h + ((<usize>n) << 4)));
    storeSome(at(totals, s * E + e), total, count);
  }
}

/** A unit is a segment of a sequence, and four channels. Scratch holds A and the adjoint. */
export function selective_scan_adjoint_ends(
  from: u32,
  to: u32,
  scratch: usize,
  rows: usize,
  xdbl: usize,
  A_log: usize,
  drows: usize,
  ends: usize,
  L: u32,
  E: u32,
  N: u32,
  stride: u32,
  delta: u32,
  BC: u32,
  BC_stride: u32,
  z: u32,
  d_stride: u32,
  dy: u32,
  gated: u32,
  segment: u32,
  segments: u32,
): void {
  const blocks = (E + 3) >> 2;
  const size = (<usize>N) << 4;
  const adjoint = scratch + size;
  for (let unit = from; unit < to; unit++) {
    const s = unit / blocks;
    const e = (unit % blocks) * 4;
    const count = E - e;
    const first = (s % segments) * segment;
    if (first === 0) continue;
    const begin = (s / segments) * L + first;
    loadRates(A_log, e, count, N, scratch);
    memory.fill(adjoint, 0, size);
    for (let row = begin + min(segment, L - first); row-- > begin; ) {
      const step = loadSome(at(rows, row * stride + delta + e), count);
      let dout = loadSome(at(drows, row * d_stride + dy + e), count);
      if (gated) {
        const gate = loadSome(at(rows, row * stride + z + e), count);
        dout = f32x4.mul(dout, f32x4.mul(gate, sigmoid(gate)));
      }
      let out = at(xdbl, row * BC_stride + BC + N);
      for (let n: usize = 0; n < size; n += 16, out += 4) {
        const decay = exp(f32x4.mul(step, v128.load(scratch + n)));
        const pull = multiplyAdd(v128.load32_splat(out), dout, v128.load(adjoint + n));
        v128.store(adjoint + n, f32x4.mul(decay, pull));
      }
    }
    for (let n: u32 = 0; n < N; n++) storeStates(ends, s * E + e, n, count, N, v128.load(adjoint + ((<usize>n) << 4)));
  }
}

/** A unit is a channel of a sequence. */
export function selective_scan_starts(
  from: u32,
  to: u32,
  A_log: usize,
  totals: usize,
  carried: usize,
  ends: usize,
  E: u32,
  N: u32,
  segments: u32,
  carry: u32,
  reverse: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const b = unit / E;
    const e = unit % E;
    for (let n: u32 = 0; n < N; n++) {
      const A = -expOne(load<f32>(at(A_log, e * N + n)));
      let h: f32 = carry ? load<f32>(at(carried, unit * N + n)) : 0;
      for (let done: u32 = 0; done < segments; done++) {
        const s = b * segments + (reverse ? segments - 1 - done : done);
        const place = at(ends, (s * E + e) * N + n);
        const end = load<f32>(place);
        store<f32>(place, h);
        h = expOne(A * load<f32>(at(totals, s * E + e))) * h + end;
      }
    }
  }
}

export function selective_scan_ends_units(B: u32, E: u32, segments: u32): u32 {
  return B * segments * ((E + 3) >> 2);
}

export function selective_scan_ends_scratch(N: u32): u32 {
  return 32 * N;
}

export function selective_scan_adjoint_ends_units(B: u32, E: u32, segments: u32): u32 {
  return B * segments * ((E + 3) >> 2);
}

export function selective_scan_adjoint_ends_scratch(N: u32): u32 {
  return 32 * N;
}

export function selective_scan_starts_units(B: u32, E: u32): u32 {
  return B * E;
}
