/** Tokens that Page Up and Page Down move by, and between two numbers of the strip. */
export const leap = 10;

/** The token, of L, that a key moves to from the chosen one; null if the strip does not use the key. */
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
