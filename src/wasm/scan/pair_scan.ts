import { at } from '../shared/lanes';
import { read, writeDecay, writeInput } from './bilinear_mode';

/** A unit is a channel of a sequence. Scratch holds two complex numbers. */
export function pair_scan(
  from: u32,
  to: u32,
  scratch: usize,
  modes: usize,
  skip: usize,
  x: usize,
  y: usize,
  state: usize,
  L: u32,
  M: u32,
  H: u32,
  N: u32,
): void {
  const half = N >> 1;
  const size = half * H;
  const input = scratch + 16;
  for (let unit = from; unit < to; unit++) {
    const m = unit % M;
    const h = m % H;
    const first = (unit / M) * L * M + m;
    const through = load<f32>(at(skip, h));
    for (let n: u32 = 0; n < half; n++) {
      const i = n * H + h;
      const dt = read(modes, 0, size, i);
      const re = read(modes, 1, size, i);
      const im = read(modes, 2, size, i);
      writeDecay(dt, re, im, scratch);
      writeInput(modes, size, i, input);
      const decayRe = <f32>load<f64>(scratch);
      const decayIm = <f32>load<f64>(scratch, 8);
      const inputRe = <f32>load<f64>(input);
      const inputIm = <f32>load<f64>(input, 8);
      const cRe = <f32>(2 * read(modes, 5, size, i));
      const cIm = <f32>(2 * read(modes, 6, size, i));
      const kept = at(state, 2 * (unit * half + n));
      let hRe = load<f32>(kept);
      let hIm = load<f32>(kept, 4);
      for (let t: u32 = 0; t < L; t++) {
        const place = first + t * M;
        const own = load<f32>(at(x, place));
        const next = decayRe * hRe - decayIm * hIm + inputRe * own;
        hIm = decayRe * hIm + decayIm * hRe + inputIm * own;
        hRe = next;
        const before = n === 0 ? through * own : load<f32>(at(y, place));
        store<f32>(at(y, place), before + cRe * hRe - cIm * hIm);
      }
      store<f32>(kept, hRe);
      store<f32>(kept, hIm, 4);
    }
  }
}

export function pair_scan_units(B: u32, M: u32): u32 {
  return B * M;
}

export function pair_scan_scratch(): u32 {
  return 32;
}
