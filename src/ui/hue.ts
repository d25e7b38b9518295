/** The tint of a token, in degrees: equal tokens have the same. */
export function hueOf(glyph: string): number {
  return Array.from(glyph).reduce((hue, character) => (3 * hue + 47 * (character.codePointAt(0) ?? 0)) % 360, 0);
}
