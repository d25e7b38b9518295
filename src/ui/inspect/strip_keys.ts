/** Tokens that the page keys pass, and from one number of the strip to the next. */
export const leap = 10;

/** The token that a key leads to from the chosen one, of L tokens; null where the strip has no use for the key. */
export function keyTarget(key: string, chosen: number, L: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: chosen - 1,
    ArrowDown: chosen - 1,
    ArrowRight: chosen + 1,
    ArrowUp: chosen + 1,
    PageDown: chosen - leap,
    PageUp: chosen + leap,
    Home: 0,
    End: L - 1,
  };
  const to = moves[key];
  return to === undefined ? null : Math.min(L - 1, Math.max(0, to));
}
