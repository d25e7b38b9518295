import { exp, expOne, logOne } from '../shared/functions';
import { at, loadSome, maxLanes, storeSome } from '../shared/lanes';

/** The largest of `count` > 0 scores. */
export function largest(scores: usize, count: u32): f32 {
  let tops = f32x4.splat(load<f32>(scores));
  let i: u32 = 0;
  for (; i + 4 <= count; i += 4) tops = f32x4.pmax(tops, v128.load(at(scores, i)));
  let top = maxLanes(tops);
  for (; i < count; i++) top = max(top, load<f32>(at(scores, i)));
  return top;
}

/** What a head takes off a score for each token between query and key (Press et al. 2022), or 0. */
export function slopeOf(head: u32, heads: u32, alibi: u32): f32 {
  return alibi ? expOne((<f32>-5.545177444 * <f32>(head + 1)) / <f32>heads) : 0;
}

/** Takes off the scores of `count` keys, the last of which is that of the query, what their distance costs. */
export function recede(scores: usize, count: u32, slope: f32): void {
  if (slope === 0) return;
  for (let j: u32 = 0; j < count; j++) {
    store<f32>(at(scores, j), load<f32>(at(scores, j)) - slope * <f32>(count - 1 - j));
  }
}

/** Replaces the scores of `count` keys by e^(score - shift), and returns the sum of these. */
export function powers(scores: usize, count: u32, shift: f32): f32 {
  const shifts = f32x4.splat(shift);
  let sums = f32x4.splat(0);
  const whole = count & ~3;
  for (let i: u32 = 0; i < whole; i += 4) {
    const power = exp(f32x4.sub(v128.load(at(scores, i)), shifts));
    v128.store(at(scores, i), power);
    sums = f32x4.add(sums, power);
  }
  let sum =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 2) +
    (f32x4.extract_lane(sums, 1) + f32x4.extract_lane(sums, 3));
  if (count > whole) {
    const rest = count - whole;
    const power = exp(f32x4.sub(loadSome(at(scores, whole), rest), shifts));
    storeSome(at(scores, whole), power, rest);
    sum += f32x4.extract_lane(power, 0);
    if (rest > 1) sum += f32x4.extract_lane(power, 1);
    if (rest > 2) sum += f32x4.extract_lane(power, 2);
  }
  return sum;
}

/** log Σ e^score, from the largest score and the sum that `powers` returns for it. */
export function logSum(top: f32, sum: f32): f32 {
  return top + logOne(sum);
}

/** Zero in place of the numbers from index `begin` to `end`: few, so that memory.fill would take longer. */
export function clear(numbers: usize, begin: u32, end: u32): void {
  for (; begin + 4 <= end; begin += 4) v128.store(at(numbers, begin), f32x4.splat(0));
  for (; begin < end; begin++) store<f32>(at(numbers, begin), 0);
}
