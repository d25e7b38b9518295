/** The colour slot of each contender, by name: its place in the list. So list, lines, and table use the same colour. */
export function slotsOf(contenders: readonly { readonly name: string }[]): ReadonlyMap<string, number> {
  const names = new Set(contenders.map(({ name }) => name));
  return new Map([...names].map((name, place) => [name, place]));
}
