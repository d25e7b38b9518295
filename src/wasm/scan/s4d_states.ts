import { expOne } from '../shared/functions';
import { at, imaginaryOf, realOf } from '../shared/lanes';
import { setMode } from './s4d_mode';

/** Bytes of a mode of four channels: decay and output, each re and im. */
export const MODE: usize = 64;

/** Modes of up to four channels from the parameters. */
export function readModes(
  log_dt: usize,
  C: usize,
  log_A_real: usize,
  A_imag: usize,
  d: u32,
  count: u32,
  N: u32,
  modes: usize,
  room: usize,
): void {
  const half = N >> 1;
  memory.fill(modes, 0, MODE * half);
  for (let lane: u32 = 0; lane < min<u32>(4, count); lane++) {
    const dt = <f64>expOne(load<f32>(at(log_dt, d + lane)));
    for (let n: u32 = 0; n < half; n++) {
      const own = (d + lane) * half + n;
      const re = -(<f64>expOne(load<f32>(at(log_A_real, own))));
      const im = <f64>load<f32>(at(A_imag, own));
      const cRe = <f64>load<f32>(at(C, 2 * own));
      const cIm = <f64>load<f32>(at(C, 2 * own + 1));
      setMode(modes + MODE * n, lane, dt, re, im, cRe, cIm, room);
    }
  }
}

/** States of up to four channels from (…, D, N/2, 2) to registers, re and im of each mode, or back. */
export function moveStates(carried: usize, channel: u32, count: u32, half: u32, h: usize, back: bool): void {
  for (let lane: u32 = 0; lane < min<u32>(4, count); lane++) {
    for (let n: u32 = 0; n < half; n++) {
      const there = at(carried, 2 * ((channel + lane) * half + n));
      const here = h + ((<usize>n) << 5) + ((<usize>lane) << 2);
      if (back) {
        store<f32>(there, load<f32>(here));
        store<f32>(there, load<f32>(here, 16), 4);
      } else {
        store<f32>(here, load<f32>(there));
        store<f32>(here, load<f32>(there, 4), 16);
      }
    }
  }
}

/** h and the sum of what the modes of four channels give after one more token. */
export function advance(modes: usize, h: usize, half: u32, x: v128, sum: v128): v128 {
  for (const end = modes + MODE * half; modes < end; modes += MODE, h += 32) {
    const re = v128.load(h);
    const im = v128.load(h, 16);
    const nextRe = realOf(v128.load(modes), v128.load(modes, 16), re, im, x);
    const nextIm = imaginaryOf(v128.load(modes), v128.load(modes, 16), re, im, f32x4.splat(0));
    v128.store(h, nextRe);
    v128.store(h, nextIm, 16);
    sum = realOf(v128.load(modes, 32), v128.load(modes, 48), nextRe, nextIm, sum);
  }
  return sum;
}
