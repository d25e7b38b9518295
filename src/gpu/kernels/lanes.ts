/** The most invocations that share a row: with more, each would have little to do between barriers. */
const MOST = 16;
/** Elements that each of them takes at least: fewer would be less than what it costs to add up. */
const SHARE = 4;

/** Invocations that share a row of `width` elements: a power of two. Neighbours then read side by side. */
export function lanesOf(width: number): number {
  return Math.min(MOST, 2 ** Math.ceil(Math.log2(Math.max(1, width / SHARE))));
}

/** A width that as many invocations share as share `width`. */
export function probedWidth(width: number): number {
  return SHARE * lanesOf(width);
}
