import { expOne } from '../shared/functions';
import { at } from '../shared/lanes';
import { multiplyBy, writeHold, writeHoldSlope, writePower } from './s4d_mode';

/** So many powers follow from one by multiplication, as in gpu/kernels/scan/s4d_kernel.ts. The steps of a copy are a multiple of it. */
const RUN: u32 = 16;

/** A unit is a channel. Scratch holds complex numbers. */
export function s4d_kernel(
  from: u32,
  to: u32,
  scratch: usize,
  log_dt: usize,
  C: usize,
  log_A_real: usize,
  A_imag: usize,
  K: usize,
  modes: usize,
  L: u32,
  D: u32,
  N: u32,
): void {
  const half = N >> 1;
  const plane = half * D;
  for (let d = from; d < to; d++) {
    const dt = <f64>expOne(load<f32>(at(log_dt, d)));
    for (let l: u32 = 0; l < L; l++) store<f32>(at(K, l * D + d), 0);
    for (let n: u32 = 0; n < half; n++) {
      const own = d * half + n;
      const re = -(<f64>expOne(load<f32>(at(log_A_real, own))));
      const im = <f64>load<f32>(at(A_imag, own));
      const cRe = <f64>load<f32>(at(C, 2 * own));
      const cIm = <f64>load<f32>(at(C, 2 * own + 1));
      const place = at(modes, n * D + d);
      store<f32>(place, <f32>dt);
      store<f32>(at(place, plane), <f32>re);
      store<f32>(at(place, 2 * plane), <f32>im);
      store<f32>(at(place, 3 * plane), <f32>cRe);
      store<f32>(at(place, 4 * plane), <f32>cIm);
      if (L === 0) continue;
      writeHold(dt, re, im, scratch);
      multiplyBy(scratch, 2 * cRe, 2 * cIm);
      const outRe = load<f64>(scratch);
      const outIm = load<f64>(scratch, 8);
      writePower(dt, re, im, 1, scratch);
      const decayRe = load<f64>(scratch);
      const decayIm = load<f64>(scratch, 8);
      for (let begin: u32 = 0; begin < L; begin += RUN) {
        writePower(dt, re, im, begin, scratch);
        let powerRe = load<f64>(scratch);
        let powerIm = load<f64>(scratch, 8);
        for (let l = begin; l < min(L, begin + RUN); l++) {
          const target = at(K, l * D + d);
          store<f32>(target, load<f32>(target) + <f32>(outRe * powerRe - outIm * powerIm));
          const next = powerRe * decayRe - powerIm * decayIm;
          powerIm = powerRe * decayIm + powerIm * decayRe;
          powerRe = next;
        }
      }
    }
  }
}

/** A unit is a copy of the sums, and a channel. Scratch holds a complex number, and the gradients of a copy's steps. */
export function s4d_kernel_backward(
  from: u32,
  to: u32,
  scratch: usize,
  dkernel: usize,
  modes: usize,
  sums: usize,
  dskip: usize,
  L: u32,
  D: u32,
  N: u32,
  summands: u32,
  runs: u32,
): void {
  const half = N >> 1;
  const plane = half * D;
  const span = RUN * runs;
  const pulls = scratch + 16;
  for (let unit = from; unit < to; unit++) {
    const copy = unit / D;
    const d = unit % D;
    const begin = copy * span;
    const end = min(L, begin + span);
    for (let l = begin; l < end; l++) {
      let pull: f64 = 0;
      for (let s: u32 = 0; s < summands; s++) pull += <f64>load<f32>(at(dkernel, (s * L + l) * D + d));
      store<f64>(pulls + ((<usize>(l - begin)) << 3), pull);
    }
    if (copy === 0) store<f32>(at(dskip, d), <f32>load<f64>(pulls));
    for (let n: u32 = 0; n < half; n++) {
      const own = at(modes, n * D + d);
      const dt = <f64>load<f32>(own);
      const re = <f64>load<f32>(at(own, plane));
      const im = <f64>load<f32>(at(own, 2 * plane));
      let gRe: f64 = 0;
      let gIm: f64 = 0;
      let mRe: f64 = 0;
      let mIm: f64 = 0;
      writePower(dt, re, im, 1, scratch);
      const decayRe = load<f64>(scratch);
      const decayIm = load<f64>(scratch, 8);
      for (let run = begin; run < end; run += RUN) {
        writePower(dt, re, im, run, scratch);
        let powerRe = load<f64>(scratch);
        let powerIm = load<f64>(scratch, 8);
        for (let l = run; l < min(end, run + RUN); l++) {
          const pull = load<f64>(pulls + ((<usize>(l - begin)) << 3));
          gRe += powerRe * pull;
          gIm += powerIm * pull;
          mRe += powerRe * pull * <f64>l;
          mIm += powerIm * pull * <f64>l;
          const next = powerRe * decayRe - powerIm * decayIm;
          powerIm = powerRe * decayIm + powerIm * decayRe;
          powerRe = next;
        }
      }
      writeHold(dt, re, im, scratch);
      multiplyBy(scratch, <f64>load<f32>(at(own, 3 * plane)), <f64>load<f32>(at(own, 4 * plane)));
      multiplyBy(scratch, mRe, mIm);
      const place = at(sums, copy * 4 * plane + n * D + d);
      store<f32>(place, <f32>gRe);
      store<f32>(at(place, plane), <f32>gIm);
      store<f32>(at(place, 2 * plane), <f32>load<f64>(scratch));
      store<f32>(at(place, 3 * plane), <f32>load<f64>(scratch, 8));
    }
  }
}

function sumOf(sums: usize, copies: u32, part: u32, plane: u32, i: u32): f64 {
  let total: f64 = 0;
  for (let copy: u32 = 0; copy < copies; copy++) total += <f64>load<f32>(at(sums, (copy * 4 + part) * plane + i));
  return total;
}

/** A unit is a mode of a channel. Scratch holds three complex numbers. */
export function s4d_modes_backward(
  from: u32,
  to: u32,
  scratch: usize,
  modes: usize,
  sums: usize,
  dlog_dt: usize,
  dC: usize,
  dlog_A_real: usize,
  dA_imag: usize,
  D: u32,
  N: u32,
  copies: u32,
): void {
  const half = N >> 1;
  const plane = half * D;
  for (let i = from; i < to; i++) {
    const own = at(modes, i);
    const dt = <f64>load<f32>(own);
    const re = <f64>load<f32>(at(own, plane));
    const im = <f64>load<f32>(at(own, 2 * plane));
    const cRe = <f64>load<f32>(at(own, 3 * plane));
    const cIm = <f64>load<f32>(at(own, 4 * plane));
    const gRe = sumOf(sums, copies, 0, plane, i);
    const gIm = sumOf(sums, copies, 1, plane, i);
    const mRe = sumOf(sums, copies, 2, plane, i);
    const mIm = sumOf(sums, copies, 3, plane, i);
    const pullRe = cRe * gRe - cIm * gIm;
    const pullIm = cRe * gIm + cIm * gRe;
    writeHold(dt, re, im, scratch);
    multiplyBy(scratch, gRe, gIm);
    const place = (i % D) * half + i / D;
    store<f32>(at(dC, 2 * place), <f32>(2 * load<f64>(scratch)));
    store<f32>(at(dC, 2 * place + 1), <f32>(-2 * load<f64>(scratch, 8)));
    writeHoldSlope(dt, re, im, scratch, scratch + 16);
    multiplyBy(scratch, pullRe, pullIm);
    store<f32>(at(dlog_A_real, place), <f32>(2 * re * (load<f64>(scratch) + mRe * dt)));
    store<f32>(at(dA_imag, place), <f32>(-2 * (load<f64>(scratch, 8) + mIm * dt)));
    writePower(dt, re, im, 1, scratch);
    multiplyBy(scratch, pullRe, pullIm);
    store<f32>(at(dlog_dt, i), <f32>(2 * dt * (load<f64>(scratch) + mRe * re - mIm * im)));
  }
}

export function s4d_kernel_units(D: u32): u32 {
  return D;
}

export function s4d_kernel_scratch(): u32 {
  return 16;
}

export function s4d_kernel_backward_units(L: u32, D: u32, runs: u32): u32 {
  return ((L + RUN * runs - 1) / (RUN * runs)) * D;
}

export function s4d_kernel_backward_scratch(runs: u32): u32 {
  return 16 + 8 * RUN * runs;
}

export function s4d_modes_backward_units(D: u32, N: u32): u32 {
  return (N >> 1) * D;
}

export function s4d_modes_backward_scratch(): u32 {
  return 48;
}
