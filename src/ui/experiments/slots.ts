/** The colour slot of each contender, by name: its place in the list. So list, lines, and table use the same colour. */
export function slotsOf(contenders: readonly { readonly name: string }[]): ReadonlyMap<string, number> {
  const names = new Set(contenders.map(({ name }) => name));
  return new Map([...names].map((name, place) => [name, place]));
}

/** The slots of lines: those of the contenders if every line is one, else the first ones. */
export function lineSlots(names: readonly string[], slots: ReadonlyMap<string, number>): number[] {
  const known = names.every(name => slots.has(name));
  return names.map((name, i) => (known ? (slots.get(name) ?? i) : i));
}
