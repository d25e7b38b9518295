import { at } from '../shared/lanes';
import { multiplyBy } from './s4d_mode';

// A complex number is two f64 in memory.

/** 1 / (1 - dt A / 2) -> (re, im) of f64. */
export function writeInverse(dt: f64, re: f64, im: f64, to: usize): void {
  const x = 1 - 0.5 * dt * re;
  const y = 0.5 * dt * im;
  const size = x * x + y * y;
  store<f64>(to, x / size);
  store<f64>(to, y / size, 8);
}

/** (1 + dt A / 2) / (1 - dt A / 2) -> (re, im) of f64. */
export function writeDecay(dt: f64, re: f64, im: f64, to: usize): void {
  writeInverse(dt, re, im, to);
  multiplyBy(to, 1 + 0.5 * dt * re, 0.5 * dt * im);
}

/** Plane `plane` of mode i in modes (7, N/2, H), `size` numbers a plane. */
export function read(modes: usize, plane: u32, size: u32, i: u32): f64 {
  return <f64>load<f32>(at(modes, plane * size + i));
}

/** dt B / (1 - dt A / 2) -> (re, im) of f64. */
export function writeInput(modes: usize, size: u32, i: u32, to: usize): void {
  const dt = read(modes, 0, size, i);
  writeInverse(dt, read(modes, 1, size, i), read(modes, 2, size, i), to);
  multiplyBy(to, dt * read(modes, 3, size, i), dt * read(modes, 4, size, i));
}

/** (re + i im)^steps, by squaring -> (re, im) of f64. `square`: for one complex number. */
export function writePowerOf(re: f64, im: f64, steps: u32, to: usize, square: usize): void {
  store<f64>(to, 1);
  store<f64>(to, 0, 8);
  store<f64>(square, re);
  store<f64>(square, im, 8);
  for (let left = steps; left > 0; left >>= 1) {
    if (left & 1) multiplyBy(to, load<f64>(square), load<f64>(square, 8));
    multiplyBy(square, load<f64>(square), load<f64>(square, 8));
  }
}
