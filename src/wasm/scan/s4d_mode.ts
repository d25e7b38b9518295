import { expOne } from '../shared/functions';
import { at } from '../shared/lanes';
import { cosineOf, sineOf } from '../shared/turn';

// A mode of S4D is A, held for a step dt (zero-order hold), as in gpu/kernels/scan/s4d_mode.ts. A complex number is two f64 in memory.

/** Below this |dt A|², a function of dt A is computed by its series, because a difference loses digits. */
const SERIES_END: f64 = 0.25;
const TERMS: u32 = 12;
const TURN: f64 = 6.283185307179586;

/** The angle of e^(dt A) in units of 2^-32 of a turn. */
export function unitsOf(dt: f64, im: f64): u32 {
  const turns = (im * dt) / TURN;
  return <u32>(<i64>((turns - floor<f64>(turns)) * 4294967296));
}

/** e^(dt A steps) -> (re, im) of f64. */
export function writePower(dt: f64, re: f64, im: f64, steps: u32, to: usize): void {
  const size = <f64>expOne(<f32>(re * dt * <f64>steps));
  const turn = unitsOf(dt, im) * steps;
  store<f64>(to, size * <f64>cosineOf(turn));
  store<f64>(to, size * <f64>sineOf(turn), 8);
}

/** to *= (re, im) */
export function multiplyBy(to: usize, re: f64, im: f64): void {
  const real = load<f64>(to) * re - load<f64>(to, 8) * im;
  store<f64>(to, load<f64>(to) * im + load<f64>(to, 8) * re, 8);
  store<f64>(to, real);
}

function divideBy(to: usize, re: f64, im: f64): void {
  const size = re * re + im * im;
  multiplyBy(to, re / size, -im / size);
}

/** (e^(dt A) - 1) / A -> (re, im) of f64. */
export function writeHold(dt: f64, re: f64, im: f64, to: usize): void {
  const x = dt * re;
  const y = dt * im;
  if (x * x + y * y >= SERIES_END) {
    writePower(dt, re, im, 1, to);
    store<f64>(to, load<f64>(to) - 1);
    divideBy(to, re, im);
    return;
  }
  store<f64>(to, 1);
  store<f64>(to, 0, 8);
  for (let k = TERMS; k > 1; k--) {
    multiplyBy(to, x / <f64>k, y / <f64>k);
    store<f64>(to, load<f64>(to) + 1);
  }
  store<f64>(to, load<f64>(to) * dt);
  store<f64>(to, load<f64>(to, 8) * dt, 8);
}

/** d hold / d A = (dt e^(dt A) - hold) / A -> (re, im) of f64. `room`: for one complex number. */
export function writeHoldSlope(dt: f64, re: f64, im: f64, to: usize, room: usize): void {
  const x = dt * re;
  const y = dt * im;
  if (x * x + y * y >= SERIES_END) {
    writePower(dt, re, im, 1, to);
    writeHold(dt, re, im, room);
    store<f64>(to, dt * load<f64>(to) - load<f64>(room));
    store<f64>(to, dt * load<f64>(to, 8) - load<f64>(room, 8), 8);
    divideBy(to, re, im);
    return;
  }
  let sumRe: f64 = 0;
  let sumIm: f64 = 0;
  store<f64>(room, 0.5);
  store<f64>(room, 0, 8);
  for (let k: u32 = 0; k < TERMS; k++) {
    sumRe += <f64>(k + 1) * load<f64>(room);
    sumIm += <f64>(k + 1) * load<f64>(room, 8);
    multiplyBy(room, x / <f64>(k + 3), y / <f64>(k + 3));
  }
  store<f64>(to, sumRe * dt * dt);
  store<f64>(to, sumIm * dt * dt, 8);
}

/** Lane `lane` of a register in memory. */
export function setLane(register: usize, lane: u32, value: f64): void {
  store<f32>(at(register, lane), <f32>value);
}

/**
 * A mode of a channel as lane `lane` of four registers: its decay e^(dt A), re and im, and what its state gives, 2 C hold, re and im.
 * `room`: for one complex number.
 */
export function setMode(registers: usize, lane: u32, dt: f64, re: f64, im: f64, cRe: f64, cIm: f64, room: usize): void {
  writePower(dt, re, im, 1, room);
  setLane(registers, lane, load<f64>(room));
  setLane(registers + 16, lane, load<f64>(room, 8));
  writeHold(dt, re, im, room);
  multiplyBy(room, 2 * cRe, 2 * cIm);
  setLane(registers + 32, lane, load<f64>(room));
  setLane(registers + 48, lane, load<f64>(room, 8));
}
