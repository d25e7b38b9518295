/** A colour for each contender of an experiment: its place by first mention, so that list, lines, and table show it alike. */
export function slotsOf(contenders: readonly { readonly name: string }[]): ReadonlyMap<string, number> {
  const names = new Set(contenders.map(({ name }) => name));
  return new Map([...names].map((name, place) => [name, place]));
}
