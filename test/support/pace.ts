import type { Pace, Rate } from '../../src/gpu/cut';

/** Of an adapter that is exactly as fast as `rate` says; `most`: milliseconds of a submit. */
export function steadyPace(rate: Rate, most: number): Pace {
  return { rate, slowness: () => 1, most: () => most };
}
