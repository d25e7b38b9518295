/** The most invocations that share a row: with more, each would have little to do between barriers. */
const MOST = 16;

/** Invocations that share a row of `width` elements: a power of two. Neighbours then read side by side. */
export function lanesOf(width: number): number {
  return Math.min(MOST, 2 ** Math.ceil(Math.log2(width)));
}
