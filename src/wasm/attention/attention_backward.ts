import { packColumns } from '../matmul/panel';
import { multiply, SUMS } from '../matmul/tile';
import { exp } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, sumLanes } from '../shared/lanes';
import { sineAndCosine, turnOf } from '../shared/turn';
import { columnAt, copyApart, copyToPanels, copyTurned } from './head';

/** Queries that meet all keys at a time. */
const BLOCK: u32 = 48;

/**
 * A unit is a head of a sequence. Scratch holds its keys, its values, and their gradients, and the weights of a block of queries with
 * theirs.
 */
export function attention_backward(
  from: u32,
  to: u32,
  scratch: usize,
  qkv: usize,
  frequencies: usize,
  y: usize,
  lse: usize,
  dy: usize,
  dqkv: usize,
  L: u32,
  D: u32,
  heads: u32,
  window: u32,
  accumulate: u32,
): void {
  const d = D / heads;
  const width = (d + 7) & ~7;
  const room = (L + 7) & ~7;
  const scale: f32 = 1 / sqrt<f32>(<f32>d);
  const panel = scratch + SUMS;
  const keys = at(panel, BLOCK * 8);
  const values = at(keys, room * d);
  const keyPanels = at(values, room * d);
  const dkeys = at(keyPanels, room * width);
  const dvalues = at(dkeys, room * width);
  const queries = at(dvalues, room * width);
  const pulls = at(queries, BLOCK * width);
  const dqueries = at(pulls, BLOCK * width);
  const weights = at(dqueries, BLOCK * width);
  const dscores = at(weights, BLOCK * room);
  const row = (<usize>room) << 2;
  const line = (<usize>width) << 2;
  for (let unit = from; unit < to; unit++) {
    const head = unit % heads;
    const b = unit / heads;
    for (let j: u32 = 0; j < L; j++) {
      const own = at(qkv, (b * L + j) * 3 * D + D + head * d);
      copyTurned(own, d, frequencies, j, 1, pulls, 4);
      copyApart(pulls, d, columnAt(keys, j, d), 32);
      copyToPanels(pulls, d, j, room, keyPanels);
      copyApart(at(own, D), d, columnAt(values, j, d), 32);
    }
    memory.fill(dkeys, 0, 2 * <usize>room * line);
    for (let t: u32 = 0; t < L; t += BLOCK) {
      const height = min(BLOCK, L - t);
      const low = lowestOf(t, window) & ~7;
      const high = t + height;
      for (let r: u32 = 0; r < height; r++) {
        copyTurned(at(qkv, (b * L + t + r) * 3 * D + head * d), d, frequencies, t + r, scale, queries + line * r, 4);
        memory.copy(pulls + line * r, at(dy, (b * L + t + r) * D + head * d), (<usize>d) << 2);
        memory.fill(at(queries, width * r + d), 0, (<usize>(width - d)) << 2);
        memory.fill(at(pulls, width * r + d), 0, (<usize>(width - d)) << 2);
      }
      for (let j = low; j < high; j += 8) {
        multiply(queries, line, 4, height, at(keys, j * d), d, 8, at(weights, j), row, false, scratch);
        multiply(pulls, line, 4, height, at(values, j * d), d, 8, at(dscores, j), row, false, scratch);
      }
      for (let r: u32 = 0; r < height; r++) {
        const out = at(y, (b * L + t + r) * D + head * d);
        const begin = lowestOf(t + r, window);
        const end = t + r + 1;
        weigh(
          weights + row * r,
          dscores + row * r,
          low,
          begin,
          end,
          high,
          load<f32>(at(lse, (b * heads + head) * L + t + r)),
          dot(out, pulls + line * r, d),
        );
      }
      for (let i: u32 = 0; i < width; i += 8) {
        packColumns(at(pulls, i), width, height, 8, panel);
        multiply(
          at(weights, low),
          4,
          row,
          high - low,
          panel,
          height,
          8,
          at(dvalues, low * width + i),
          line,
          true,
          scratch,
        );
        packColumns(at(queries, i), width, height, 8, panel);
        multiply(
          at(dscores, low),
          4,
          row,
          high - low,
          panel,
          height,
          8,
          at(dkeys, low * width + i),
          line,
          true,
          scratch,
        );
        const right = at(keyPanels, i * room + 8 * low);
        multiply(at(dscores, low), row, 4, height, right, high - low, 8, at(dqueries, i), line, false, scratch);
      }
      for (let r: u32 = 0; r < height; r++) {
        const target = at(dqkv, (b * L + t + r) * 3 * D + head * d);
        putTurnedBack(dqueries + line * r, d, frequencies, t + r, scale, target, accumulate !== 0);
      }
    }
    for (let j: u32 = 0; j < L; j++) {
      const target = at(dqkv, (b * L + j) * 3 * D + D + head * d);
      putTurnedBack(dkeys + line * j, d, frequencies, j, 1, target, accumulate !== 0);
      for (let i: u32 = 0; i < d; i++) {
        put(at(target, D + i), load<f32>(at(dvalues, j * width + i)), accumulate !== 0);
      }
    }
  }
}

function lowestOf(t: u32, window: u32): u32 {
  return t + 1 > window ? t + 1 - window : 0;
}

function put(to: usize, value: f32, adds: bool): void {
  store<f32>(to, adds ? load<f32>(to) + value : value);
}

function dot(a: usize, b: usize, count: u32): f32 {
  let sums = f32x4.splat(0);
  for (let i: u32 = 0; i < count; i += 4) {
    sums = multiplyAdd(loadSome(at(a, i), count - i), loadSome(at(b, i), count - i), sums);
  }
  return sumLanes(sums);
}

/** Scores become weights, and pulls become gradients of scores, of keys begin..end; both are 0 in low..begin and end..high. */
function weigh(weights: usize, dscores: usize, low: u32, begin: u32, end: u32, high: u32, lse: f32, delta: f32): void {
  const shift = f32x4.splat(lse);
  const less = f32x4.splat(delta);
  for (let j = begin; j < end; j += 4) {
    const count = end - j;
    const weight = exp(f32x4.sub(loadSome(at(weights, j), count), shift));
    storeSome(at(weights, j), weight, count);
    storeSome(at(dscores, j), f32x4.mul(weight, f32x4.sub(loadSome(at(dscores, j), count), less)), count);
  }
  memory.fill(at(weights, low), 0, (<usize>(begin - low)) << 2);
  memory.fill(at(weights, end), 0, (<usize>(high - end)) << 2);
  memory.fill(at(dscores, low), 0, (<usize>(begin - low)) << 2);
  memory.fill(at(dscores, end), 0, (<usize>(high - end)) << 2);
}

/** Writes the gradient of a vector before it was turned to its position and scaled. */
function putTurnedBack(
  from: usize,
  d: u32,
  frequencies: usize,
  position: u32,
  scale: f32,
  to: usize,
  adds: bool,
): void {
  const half = (d + 1) >> 1;
  for (let pair: u32 = 0; pair < d - half; pair++) {
    const both = sineAndCosine(turnOf(frequencies, pair, position));
    const cos = <f32>f64x2.extract_lane(both, 1) * scale;
    const sin = <f32>f64x2.extract_lane(both, 0) * scale;
    const a = load<f32>(at(from, pair));
    const b = load<f32>(at(from, pair + half));
    put(at(to, pair), a * cos + b * sin, adds);
    put(at(to, pair + half), b * cos - a * sin, adds);
  }
  if (d & 1) put(at(to, half - 1), load<f32>(at(from, half - 1)) * scale, adds);
}

export function attention_backward_units(B: u32, heads: u32): u32 {
  return B * heads;
}

export function attention_backward_scratch(L: u32, D: u32, heads: u32): u32 {
  const d = D / heads;
  const width = (d + 7) & ~7;
  const room = (L + 7) & ~7;
  return <u32>SUMS + 4 * (BLOCK * 8 + room * (2 * d + 3 * width) + 3 * BLOCK * width + 2 * BLOCK * room);
}
