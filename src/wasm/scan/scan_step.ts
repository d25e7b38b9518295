import { dots } from '../matmul/dots';
import { exp, sigmoid, softplus } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome } from '../shared/lanes';
import { loadRates, loadStates, storeStates } from './selective_scan';

/** A unit is a sequence. Scratch holds δ, B, C of the token, its steps before the softplus (E), and A of four channels. */
export function scan_step(
  from: u32,
  to: u32,
  scratch: usize,
  rows: usize,
  projection: usize,
  fixed: usize,
  weight: usize,
  bias: usize,
  A_log: usize,
  D: usize,
  states: usize,
  E: u32,
  N: u32,
  R: u32,
  stride: u32,
  u: u32,
  z: u32,
  y: u32,
  delta: u32,
  BC: u32,
  selective: u32,
  projected: u32,
  gated: u32,
): void {
  const width = R + 2 * N;
  const steps = at(scratch, width + 4);
  const A = at(steps, E + 4);
  for (let b = from; b < to; b++) {
    const own = at(rows, b * stride);
    memory.copy(scratch, fixed, (<usize>selective) << 2);
    dots(at(own, u), projection, E, projected, at(scratch, selective));
    const behind = selective + projected;
    memory.copy(at(scratch, behind), at(fixed, selective), (<usize>(width - behind)) << 2);
    dots(at(scratch, delta), weight, R, E, steps);
    for (let e: u32 = 0; e < E; e += 4) {
      const count = E - e;
      const step = softplus(f32x4.add(loadSome(at(steps, e), count), loadSome(at(bias, e), count)));
      const input = loadSome(at(own, u + e), count);
      const inflow = f32x4.mul(step, input);
      let read = f32x4.mul(loadSome(at(D, e), count), input);
      loadRates(A_log, e, count, N, A);
      for (let n: u32 = 0; n < N; n++) {
        const decay = exp(f32x4.mul(step, v128.load(A + ((<usize>n) << 4))));
        const into = v128.load32_splat(at(scratch, BC + n));
        const h = multiplyAdd(decay, loadStates(states, b * E + e, n, count, N), f32x4.mul(inflow, into));
        storeStates(states, b * E + e, n, count, N, h);
        read = multiplyAdd(h, v128.load32_splat(at(scratch, BC + N + n)), read);
      }
      if (gated) {
        const gate = loadSome(at(own, z + e), count);
        read = f32x4.mul(read, f32x4.mul(gate, sigmoid(gate)));
      }
      storeSome(at(own, y + e), read, count);
    }
  }
}

export function scan_step_units(B: u32): u32 {
  return B;
}

export function scan_step_scratch(E: u32, N: u32, R: u32): u32 {
  return 4 * (R + 2 * N + 4 + E + 4 + 4 * N);
}
