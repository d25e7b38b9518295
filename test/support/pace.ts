import type { Pace, Rate } from '../../src/gpu/cut';

/** The pace of an adapter that is exactly as fast as `rate` says. `most` is the longest submit, in milliseconds. */
export function steadyPace(rate: Rate, most: number): Pace {
  return { rate, slowness: () => 1, most: () => most };
}
