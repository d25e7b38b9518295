import { expOne } from '../shared/functions';
import { at } from '../shared/lanes';
import { hash } from '../shared/random';

/** Stands for +∞. Its negative stands for -∞ and NaN. */
const LARGEST: f32 = 3.4e38;
const NOTHING_SAMPLED: i32 = -1;

/** A unit is a sequence. */
export function select_row(
  from: u32,
  to: u32,
  x: usize,
  cursor: usize,
  y: usize,
  L: u32,
  D: u32,
  at_cursor: u32,
): void {
  const t = at_cursor ? min(L - 1, <u32>max<i32>(0, load<i32>(cursor))) : L - 1;
  for (let b = from; b < to; b++) memory.copy(at(y, b * D), at(x, (b * L + t) * D), (<usize>D) << 2);
}

/** There is one unit: all sequences. */
export function gather_tokens(
  from: u32,
  to: u32,
  stream: usize,
  cursor: usize,
  tokens: usize,
  first: usize,
  B: u32,
  L: u32,
  capacity: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const start = max<i32>(0, load<i32>(cursor) + 1 - <i32>L);
    store<i32>(first, start);
    for (let b: u32 = 0; b < B; b++) {
      for (let i: u32 = 0; i < L; i++) {
        const token = load<i32>(at(stream, b * capacity + min(<u32>start + i, capacity - 1)));
        store<i32>(at(tokens, b * L + i), token);
      }
    }
  }
}

function bounded(x: f32): f32 {
  if (isFinite<f32>(x)) return x;
  return x === Infinity ? LARGEST : -LARGEST;
}

/** A whole number of the same order as a logit. */
function keyOf(x: f32): u32 {
  const bits = reinterpret<u32>(x);
  return bits & 0x80000000 ? ~bits : bits | 0x80000000;
}

/** The key of the `keep`-th largest logit. The loop finds it from its highest bit down. */
function thresholdOf(logits: usize, V: u32, keep: u32): u32 {
  let threshold: u32 = 0;
  for (let bit: u32 = 0x80000000; bit !== 0; bit >>= 1) {
    let reaching: u32 = 0;
    for (let v: u32 = 0; v < V; v++) reaching += <u32>(keyOf(bounded(load<f32>(at(logits, v)))) >= (threshold | bit));
    if (reaching >= keep) threshold |= bit;
  }
  return threshold;
}

/** Draws a token from softmax(logits / heat) over the `keep` largest logits; among equal logits the lowest tokens stay. */
function draw(logits: usize, V: u32, top: f32, heat: f32, keep: u32, random: f32, masses: usize): u32 {
  const cuts = keep > 0 && keep < V;
  const threshold: u32 = cuts ? thresholdOf(logits, V, keep) : 0;
  let places = keep;
  if (cuts) for (let v: u32 = 0; v < V; v++) places -= <u32>(keyOf(bounded(load<f32>(at(logits, v)))) > threshold);
  let total: f64 = 0;
  for (let v: u32 = 0; v < V; v++) {
    const logit = bounded(load<f32>(at(logits, v)));
    let mass: f32 = 0;
    let stays = true;
    if (cuts) {
      const key = keyOf(logit);
      if (key < threshold) stays = false;
      else if (key === threshold) {
        stays = places > 0;
        if (stays) places--;
      }
    }
    if (stays) mass = expOne(max<f32>(logit - top, -80 * heat) / heat);
    store<f32>(at(masses, v), mass);
    total += <f64>mass;
  }
  let left = <f64>random * total;
  let pick: u32 = 0;
  for (let v: u32 = 0; v < V; v++) {
    const mass = load<f32>(at(masses, v));
    if (mass === 0) continue;
    pick = v;
    left -= <f64>mass;
    if (left < 0) break;
  }
  return pick;
}

/** There is one unit, because all sequences share a cursor. Scratch holds masses (V). */
export function sample_token(
  from: u32,
  to: u32,
  scratch: usize,
  logits: usize,
  control: usize,
  temperature: usize,
  cursor: usize,
  stream: usize,
  B: u32,
  V: u32,
  capacity: u32,
  advance: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const seed = load<u32>(control);
    const keep = <u32>max<i32>(0, load<i32>(control, 4));
    const given = load<u32>(control, 8);
    const heat = load<f32>(temperature);
    const next = load<u32>(cursor) + advance;
    store<u32>(cursor, next);
    if (next >= capacity) return;
    for (let b: u32 = 0; b < B; b++) {
      const own = at(logits, b * V);
      let pick: u32 = 0;
      let isWhole = true;
      for (let v: u32 = 0; v < V; v++) {
        const logit = load<f32>(at(own, v));
        if (!isFinite<f32>(logit)) isWhole = false;
        if (bounded(logit) > bounded(load<f32>(at(own, pick)))) pick = v;
      }
      const top = bounded(load<f32>(at(own, pick)));
      const random = <f32>(hash(seed, next, b) >> 8) / 16777216;
      const token = heat > 0 ? draw(own, V, top, heat, keep, random, scratch) : pick;
      store<i32>(at(stream, (B + b) * capacity + next), isWhole ? <i32>token : NOTHING_SAMPLED);
      if (next >= given) store<i32>(at(stream, b * capacity + next), <i32>token);
    }
  }
}

export function select_row_units(B: u32): u32 {
  return B;
}

export function gather_tokens_units(): u32 {
  return 1;
}

export function sample_token_units(): u32 {
  return 1;
}

export function sample_token_scratch(V: u32): u32 {
  return 4 * V;
}
