import { packColumns } from '../matmul/panel';
import { multiply, SUMS } from '../matmul/tile';
import { exp } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome, sumLanes } from '../shared/lanes';
import { columnAt, copyApart, copyToPanels, copyTurned, turnBytes, turnRows } from './head';
import { clear, recede, slopeOf } from './softmax';

/** Queries that meet all keys at a time. */
const BLOCK: u32 = 24;

/**
 * A unit is the heads of a sequence that share their keys. Scratch holds these keys, their values, and the gradients of both, and the weights of a block of
 * queries with theirs.
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
  sharing: u32,
  alibi: u32,
  accumulate: u32,
): void {
  const d = D / heads;
  const stored = D / sharing;
  const stride = D + 2 * stored;
  const width = (d + 7) & ~7;
  const room = (L + 7) & ~7;
  const scale: f32 = 1 / sqrt<f32>(<f32>d);
  const turns = scratch + SUMS;
  const turn = <usize>turnBytes(d);
  const panel = turns + turn * L;
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
  turnRows(frequencies, 0, L, d, turns);
  for (let unit = from; unit < to; unit++) {
    const keyHead = unit % (heads / sharing);
    const b = unit / (heads / sharing);
    for (let j: u32 = 0; j < L; j++) {
      const own = at(qkv, (b * L + j) * stride + D + keyHead * d);
      copyTurned(own, d, turns + turn * j, 1, pulls, 4);
      copyApart(pulls, d, columnAt(keys, j, d), 32);
      copyToPanels(pulls, d, j, room, keyPanels);
      copyApart(at(own, stored), d, columnAt(values, j, d), 32);
    }
    memory.fill(dkeys, 0, 2 * <usize>room * line);
    for (let head = keyHead * sharing; head < (keyHead + 1) * sharing; head++) {
      for (let t: u32 = 0; t < L; t += BLOCK) {
        const height = min(BLOCK, L - t);
        const low = lowestOf(t, window) & ~7;
        const high = t + height;
        for (let r: u32 = 0; r < height; r++) {
          copyTurned(
            at(qkv, (b * L + t + r) * stride + head * d),
            d,
            turns + turn * (t + r),
            scale,
            queries + line * r,
            4,
          );
          copyApart(at(dy, (b * L + t + r) * D + head * d), d, pulls + line * r, 4);
          clear(queries + line * r, d, width);
          clear(pulls + line * r, d, width);
        }
        for (let j = low; j < high; j += 8) {
          multiply(queries, line, 4, height, at(keys, j * d), d, 8, at(weights, j), row, false, scratch);
          multiply(pulls, line, 4, height, at(values, j * d), d, 8, at(dscores, j), row, false, scratch);
        }
        for (let r: u32 = 0; r < height; r++) {
          const out = at(y, (b * L + t + r) * D + head * d);
          const begin = lowestOf(t + r, window);
          const end = t + r + 1;
          recede(at(weights + row * r, begin), end - begin, slopeOf(head, heads, alibi));
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
          const target = at(dqkv, (b * L + t + r) * stride + head * d);
          putTurnedBack(dqueries + line * r, d, turns + turn * (t + r), scale, target, accumulate !== 0);
        }
      }
    }
    for (let j: u32 = 0; j < L; j++) {
      const target = at(dqkv, (b * L + j) * stride + D + keyHead * d);
      putTurnedBack(dkeys + line * j, d, turns + turn * j, 1, target, accumulate !== 0);
      for (let i: u32 = 0; i < d; i += 4) {
        putSome(at(target, stored + i), v128.load(at(dvalues, j * width + i)), d - i, accumulate !== 0);
      }
    }
  }
}

function lowestOf(t: u32, window: u32): u32 {
  return t + 1 > window ? t + 1 - window : 0;
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
  clear(weights, low, begin);
  clear(weights, end, high);
  clear(dscores, low, begin);
  clear(dscores, end, high);
}

/** Writes the gradient of a vector before it was turned to its position and scaled. */
function putTurnedBack(from: usize, d: u32, row: usize, scale: f32, to: usize, adds: bool): void {
  const pairs = d >> 1;
  const half = d - pairs;
  const scales = f32x4.splat(scale);
  for (let pair: u32 = 0; pair < pairs; pair += 4) {
    const count = pairs - pair;
    const cos = f32x4.mul(loadSome(at(row, pair), count), scales);
    const sin = f32x4.mul(loadSome(at(row, pairs + pair), count), scales);
    const a = loadSome(at(from, pair), count);
    const b = loadSome(at(from, pair + half), count);
    putSome(at(to, pair), f32x4.add(f32x4.mul(a, cos), f32x4.mul(b, sin)), count, adds);
    putSome(at(to, pair + half), f32x4.sub(f32x4.mul(b, cos), f32x4.mul(a, sin)), count, adds);
  }
  if (d & 1) putSome(at(to, half - 1), f32x4.splat(load<f32>(at(from, half - 1)) * scale), 1, adds);
}

export function attention_backward_units(B: u32, heads: u32, sharing: u32): u32 {
  return B * (heads / sharing);
}

export function attention_backward_scratch(L: u32, D: u32, heads: u32): u32 {
  const d = D / heads;
  const width = (d + 7) & ~7;
  const room = (L + 7) & ~7;
  return (
    <u32>SUMS + L * turnBytes(d) + 4 * (BLOCK * 8 + room * (2 * d + 3 * width) + 3 * BLOCK * width + 2 * BLOCK * room)
  );
}
