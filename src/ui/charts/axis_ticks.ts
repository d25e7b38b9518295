import type { Axis } from './axis';
import { distinct, linearTicks, logTicks, timeTicks } from './ticks';

/** A labelled place on an axis, in data units. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/**
 * As many ticks as fit beside each other, at most about `most`. All labels differ. There are at least two if two fit, so that a
 * distance can be read.
 */
export function axisTicks(axis: Axis, most: number, fits: (ticks: readonly Tick[]) => boolean = () => true): Tick[] {
  const words = axis.tickFormat ?? axis.format;
  const [from, to] = axis.domain;
  let fewest: Tick[] = [];
  for (const numbers of choices(axis, most)) {
    const inside = numbers.filter(at => at >= from - (to - from) * 1e-9 && at <= to + (to - from) * 1e-9);
    const ticks = distinct(inside, words).map(at => ({ at, label: words(at) }));
    if (ticks.length < 2) {
      if (fewest.length === 0) fewest = ticks;
      continue;
    }
    if (fits(ticks)) return ticks;
    fewest = ticks;
  }
  if (fewest.length < 2 || fits(fewest)) return fewest;
  const ends = [fewest[0], fewest[fewest.length - 1]].filter(tick => tick !== undefined);
  return fits(ends) ? ends : ends.slice(-1);
}

/** Lists of round numbers to try, the longest first. */
function choices({ domain: [from, to], log, ticks, whole, time }: Axis, most: number): (readonly number[])[] {
  const counts = Array.from({ length: Math.max(1, most) }, (_, i) => Math.max(1, most - i));
  const linear = () => counts.map(count => linearTicks(from, to, count, whole ? 1 : 0));
  if (ticks) return [1, 2, 4].map(stride => ticks.filter((_, i) => i % stride === 0));
  if (time && !log) return counts.map(count => timeTicks(from, to, count));
  if (!log) return linear();
  const powers = logTicks(from, to);
  const strides = [1, 2, 3, 4].map(stride => powers.filter((_, i) => i % stride === 0));
  // Within a power of ten, the numbers of a linear axis are clearer.
  return powers.length < 3 ? [...linear(), powers] : [...strides, ...linear()];
}
