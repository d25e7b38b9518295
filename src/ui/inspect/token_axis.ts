/** CSS pixels left of the first token, for the names of rows and the ticks of y. All lengths here are in CSS pixels. */
export const gutter = 84;

const widest = 36;
const narrowest = 16;
const glyphWidth = 7;

/** The places of tokens, the same for everything that is drawn over them. */
export interface TokenAxis {
  /** L, tokens. */
  readonly length: number;
  /** Width of one token. */
  readonly cell: number;
}

/** The axis for tokens with these glyphs: all within `room` pixels if they and the `others` stay readable, otherwise wider. */
export function tokenAxis(glyphs: readonly string[], room: number, others: readonly string[] = []): TokenAxis {
  const { length } = glyphs;
  const longest = [...glyphs, ...others].reduce((most, glyph) => Math.max(most, [...glyph].length), 1);
  const least = Math.max(narrowest, longest * glyphWidth + 4);
  return { length, cell: Math.max(least, Math.min(widest, Math.floor((room - gutter) / Math.max(1, length)))) };
}

/** Number of tokens that `room` pixels show at once. */
export function inView({ length, cell }: TokenAxis, room: number): number {
  return Math.min(length, Math.floor((room - gutter) / cell));
}

/** Width of all tokens. */
export function widthOf({ length, cell }: TokenAxis): number {
  return length * cell;
}

/** Distance from the left edge of the first token to the middle of a token. */
export function middleOf({ cell }: TokenAxis, token: number): number {
  return (token + 0.5) * cell;
}

/** The token at `x` from the left end of the gutter; null beside the tokens. */
export function tokenAt({ length, cell }: TokenAxis, x: number): number | null {
  const token = Math.floor((x - gutter) / cell);
  return token >= 0 && token < length ? token : null;
}

/** The new `scrollLeft` that shows a token with some space around it within the `room` visible pixels. */
export function scrollTo({ cell }: TokenAxis, token: number, scrollLeft: number, room: number): number {
  const left = token * cell;
  const air = Math.min(4 * cell, Math.max(0, (room - gutter - cell) / 2));
  if (left - air < scrollLeft) return Math.max(0, left - air);
  return Math.max(scrollLeft, left + cell + air - (room - gutter));
}
