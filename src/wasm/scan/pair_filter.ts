import { expOne } from '../shared/functions';
import { at } from '../shared/lanes';
import { read, writeDecay, writeInput, writeInverse, writePowerOf } from './bilinear_mode';
import { multiplyBy } from './s4d_mode';

/** A unit is a mode. */
export function pair_modes(
  from: u32,
  to: u32,
  log_dt: usize,
  inv_A_real: usize,
  A_imag: usize,
  B: usize,
  C: usize,
  modes: usize,
  H: u32,
  N: u32,
): void {
  const size = (N >> 1) * H;
  for (let i = from; i < to; i++) {
    const own = (i % H) * (N >> 1) + i / H;
    const place = at(modes, i);
    store<f32>(place, expOne(load<f32>(at(log_dt, i % H))));
    store<f32>(at(place, size), -expOne(load<f32>(at(inv_A_real, own))));
    store<f32>(at(place, 2 * size), load<f32>(at(A_imag, own)));
    store<f32>(at(place, 3 * size), load<f32>(at(B, 2 * own)));
    store<f32>(at(place, 4 * size), load<f32>(at(B, 2 * own + 1)));
    store<f32>(at(place, 5 * size), load<f32>(at(C, 2 * own)));
    store<f32>(at(place, 6 * size), load<f32>(at(C, 2 * own + 1)));
  }
}

/** A unit is a channel. Scratch holds two complex numbers. */
export function pair_filter(
  from: u32,
  to: u32,
  scratch: usize,
  modes: usize,
  skip: usize,
  K: usize,
  L: u32,
  M: u32,
  H: u32,
  N: u32,
): void {
  const size = (N >> 1) * H;
  const input = scratch + 16;
  for (let m = from; m < to; m++) {
    const h = m % H;
    for (let l: u32 = 0; l < L; l++) store<f32>(at(K, l * M + m), l === 0 ? load<f32>(at(skip, h)) : 0);
    for (let i = h; i < size; i += H) {
      writeDecay(read(modes, 0, size, i), read(modes, 1, size, i), read(modes, 2, size, i), scratch);
      writeInput(modes, size, i, input);
      multiplyBy(input, 2 * read(modes, 5, size, i), 2 * read(modes, 6, size, i));
      const decayRe = load<f64>(scratch);
      const decayIm = load<f64>(scratch, 8);
      let zRe = load<f64>(input);
      let zIm = load<f64>(input, 8);
      for (let l: u32 = 0; l < L; l++) {
        const place = at(K, l * M + m);
        store<f32>(place, load<f32>(place) + <f32>zRe);
        const next = zRe * decayRe - zIm * decayIm;
        zIm = zRe * decayIm + zIm * decayRe;
        zRe = next;
      }
    }
  }
}

/** A unit is a mode and a segment of lags. Scratch holds three complex numbers. */
export function pair_filter_backward(
  from: u32,
  to: u32,
  scratch: usize,
  dK: usize,
  modes: usize,
  sums: usize,
  dskip: usize,
  L: u32,
  M: u32,
  H: u32,
  N: u32,
  summands: u32,
  segment: u32,
): void {
  const size = (N >> 1) * H;
  for (let unit = from; unit < to; unit++) {
    const i = unit % size;
    const h = i % H;
    const first = (unit / size) * segment;
    writeDecay(read(modes, 0, size, i), read(modes, 1, size, i), read(modes, 2, size, i), scratch);
    const decayRe = load<f64>(scratch);
    const decayIm = load<f64>(scratch, 8);
    writePowerOf(decayRe, decayIm, first, scratch + 16, scratch + 32);
    let powerRe = load<f64>(scratch, 16);
    let powerIm = load<f64>(scratch, 24);
    let beforeRe: f64 = 0;
    let beforeIm: f64 = 0;
    if (first > 0) {
      writePowerOf(decayRe, decayIm, first - 1, scratch + 16, scratch + 32);
      beforeRe = load<f64>(scratch, 16);
      beforeIm = load<f64>(scratch, 24);
    }
    let gRe: f64 = 0;
    let gIm: f64 = 0;
    let sRe: f64 = 0;
    let sIm: f64 = 0;
    for (let l = first; l < min(first + segment, L); l++) {
      let pull: f64 = 0;
      for (let s: u32 = 0; s < summands; s++) {
        for (let m = h; m < M; m += H) pull += <f64>load<f32>(at(dK, (s * L + l) * M + m));
      }
      if (l === 0 && i < H) store<f32>(at(dskip, h), <f32>pull);
      gRe += pull * powerRe;
      gIm += pull * powerIm;
      sRe += <f64>l * pull * beforeRe;
      sIm += <f64>l * pull * beforeIm;
      beforeRe = powerRe;
      beforeIm = powerIm;
      powerRe = beforeRe * decayRe - beforeIm * decayIm;
      powerIm = beforeRe * decayIm + beforeIm * decayRe;
    }
    const own = at(sums, (unit / size) * 4 * size + i);
    store<f32>(own, <f32>gRe);
    store<f32>(at(own, size), <f32>gIm);
    store<f32>(at(own, 2 * size), <f32>sRe);
    store<f32>(at(own, 3 * size), <f32>sIm);
  }
}

/** A unit is a mode. Scratch holds three complex numbers. */
export function pair_modes_backward(
  from: u32,
  to: u32,
  scratch: usize,
  modes: usize,
  sums: usize,
  dlog_dt: usize,
  dinv_A_real: usize,
  dA_imag: usize,
  dB: usize,
  dC: usize,
  H: u32,
  N: u32,
  copies: u32,
): void {
  const half = N >> 1;
  const size = half * H;
  const toB = scratch + 16;
  const toZ = scratch + 32;
  for (let i = from; i < to; i++) {
    const dt = read(modes, 0, size, i);
    const re = read(modes, 1, size, i);
    const im = read(modes, 2, size, i);
    const bRe = read(modes, 3, size, i);
    const bIm = read(modes, 4, size, i);
    const cRe = read(modes, 5, size, i);
    const cIm = read(modes, 6, size, i);
    let gRe: f64 = 0;
    let gIm: f64 = 0;
    let sRe: f64 = 0;
    let sIm: f64 = 0;
    for (let copy: u32 = 0; copy < copies; copy++) {
      gRe += read(sums, 4 * copy, size, i);
      gIm += read(sums, 4 * copy + 1, size, i);
      sRe += read(sums, 4 * copy + 2, size, i);
      sIm += read(sums, 4 * copy + 3, size, i);
    }
    const place = (i % H) * half + i / H;
    writeInverse(dt, re, im, scratch);
    const wRe = load<f64>(scratch);
    const wIm = load<f64>(scratch, 8);
    // dC: dt B w G
    multiplyBy(scratch, dt * bRe, dt * bIm);
    multiplyBy(scratch, gRe, gIm);
    store<f32>(at(dC, 2 * place), <f32>(2 * load<f64>(scratch)));
    store<f32>(at(dC, 2 * place + 1), <f32>(-2 * load<f64>(scratch, 8)));
    // dB: dt C w G
    store<f64>(toB, dt * wRe);
    store<f64>(toB, dt * wIm, 8);
    multiplyBy(toB, cRe, cIm);
    multiplyBy(toB, gRe, gIm);
    store<f32>(at(dB, 2 * place), <f32>(2 * load<f64>(toB)));
    store<f32>(at(dB, 2 * place + 1), <f32>(-2 * load<f64>(toB, 8)));
    // dt A: dt C B w² (w S + G / 2)
    store<f64>(toZ, sRe);
    store<f64>(toZ, sIm, 8);
    multiplyBy(toZ, wRe, wIm);
    store<f64>(toZ, load<f64>(toZ) + 0.5 * gRe);
    store<f64>(toZ, load<f64>(toZ, 8) + 0.5 * gIm, 8);
    multiplyBy(toZ, wRe, wIm);
    multiplyBy(toZ, wRe, wIm);
    multiplyBy(toZ, dt * bRe, dt * bIm);
    multiplyBy(toZ, cRe, cIm);
    const zRe = load<f64>(toZ);
    const zIm = load<f64>(toZ, 8);
    store<f32>(at(dinv_A_real, place), <f32>(2 * dt * re * zRe));
    store<f32>(at(dA_imag, place), <f32>(-2 * dt * zIm));
    multiplyBy(toB, bRe, bIm);
    store<f32>(at(dlog_dt, i), <f32>(2 * (dt * (zRe * re - zIm * im) + load<f64>(toB))));
  }
}

export function pair_modes_units(H: u32, N: u32): u32 {
  return (N >> 1) * H;
}

export function pair_filter_units(M: u32): u32 {
  return M;
}

export function pair_filter_scratch(): u32 {
  return 32;
}

export function pair_filter_backward_units(L: u32, H: u32, N: u32, segment: u32): u32 {
  return ((L + segment - 1) / segment) * (N >> 1) * H;
}

export function pair_filter_backward_scratch(): u32 {
  return 48;
}

export function pair_modes_backward_units(H: u32, N: u32): u32 {
  return (N >> 1) * H;
}

export function pair_modes_backward_scratch(): u32 {
  return 48;
}
