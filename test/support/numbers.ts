import { expect } from 'vitest';

/** A small deterministic generator for test inputs (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** U(-scale, scale), rounded to float32 so that every backend starts from the same numbers. */
export function randoms(count: number, seed: number, scale = 1): Float64Array {
  const random = seeded(seed);
  return Float64Array.from({ length: count }, () => Math.fround((2 * random() - 1) * scale));
}

export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** Issue 2 (a): outputs. */
export const OUTPUT: Tolerance = { relative: 1e-4, absolute: 1e-5 };
/** Issue 2 (a): gradients. */
export const GRADIENT: Tolerance = { relative: 1e-3, absolute: 1e-4 };

/** For float64 against float64: inputs and outputs of a reference are printed to nine digits. */
export const TWIN: Tolerance = { relative: 1e-7, absolute: 1e-7 };

/** Fails if |actual - expected| > absolute + relative · |expected| or a value is not finite. Names the worst element. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
  label: string,
): void {
  expect(actual.length, `${label}: length`).toBe(expected.length);
  let worst = { at: -1, excess: 0 };
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(Number(actual[i]) - Number(expected[i]));
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(Number(expected[i]));
    const excess = Number.isFinite(difference) ? difference / allowed : Number.POSITIVE_INFINITY;
    if (excess > worst.excess) worst = { at: i, excess };
  }
  expect(
    worst.excess,
    `${label}: [${worst.at}] is ${actual[worst.at]}, expected ${expected[worst.at]} (times the tolerance)`,
  ).toBeLessThanOrEqual(1);
}
