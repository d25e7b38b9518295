/** The shortest, every power of two between, and the longest; rising, each once. */
export function doublings(shortest: number, longest: number): number[] {
  const values = new Set([Math.min(shortest, longest)]);
  for (let value = 1; value < longest; value *= 2) if (value > shortest) values.add(value);
  values.add(longest);
  return [...values];
}
