/** Pixels left of the first token: names of rows and ticks of the vertical axes. */
export const gutter = 84;

const widest = 36;
const narrowest = 16;
const glyphWidth = 7;

/** Where tokens lie, the same for everything that is drawn over them. */
export interface TokenAxis {
  /** L, tokens. */
  readonly length: number;
  /** CSS pixels of one token. */
  readonly cell: number;
}

/** The axis of tokens that look like `glyphs`: all of them in `room` pixels where they stay readable so, wider where not. */
export function tokenAxis(glyphs: readonly string[], room: number): TokenAxis {
  const { length } = glyphs;
  const longest = glyphs.reduce((most, glyph) => Math.max(most, [...glyph].length), 1);
  const least = Math.max(narrowest, longest * glyphWidth + 4);
  return { length, cell: Math.max(least, Math.min(widest, Math.floor((room - gutter) / Math.max(1, length)))) };
}

/** How many tokens `room` pixels show at once. */
export function inView({ length, cell }: TokenAxis, room: number): number {
  return Math.min(length, Math.floor((room - gutter) / cell));
}

/** Pixels of all tokens. */
export function widthOf({ length, cell }: TokenAxis): number {
  return length * cell;
}

/** Pixels from the first token's left edge to a token's middle. */
export function middleOf({ cell }: TokenAxis, token: number): number {
  return (token + 0.5) * cell;
}

/** The token at `x` pixels from the left end of the gutter; null beside the tokens. */
export function tokenAt({ length, cell }: TokenAxis, x: number): number | null {
  const token = Math.floor((x - gutter) / cell);
  return token >= 0 && token < length ? token : null;
}

/** How far to scroll from `scrollLeft` so that a token and some air are in the `room` pixels in view. */
export function scrollTo({ cell }: TokenAxis, token: number, scrollLeft: number, room: number): number {
  const left = token * cell;
  const air = Math.min(4 * cell, Math.max(0, (room - gutter - cell) / 2));
  if (left - air < scrollLeft) return Math.max(0, left - air);
  return Math.max(scrollLeft, left + cell + air - (room - gutter));
}
