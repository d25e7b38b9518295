import type { ListedContender } from './drafts';

/** The colour of each family, as in the first race of the page, so that a family looks the same in every experiment. */
const families: Readonly<Record<string, number>> = {
  mamba: 0,
  lstm: 1,
  conv: 2,
  attention: 3,
  s4d: 4,
  gru: 5,
  rnn: 6,
  linear_attention: 7,
};

/** A colour for each name: that of its family, or for the second of a family the next that is free. */
export function slotsOf(contenders: readonly Pick<ListedContender, 'name' | 'blocks'>[]): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  const take = (name: string, slot: number): void => {
    slots.set(name, slot);
    taken.add(slot);
  };
  for (const { name, blocks } of contenders) {
    const slot = families[blocks[0]?.mixer ?? ''];
    if (slot !== undefined && !taken.has(slot)) take(name, slot);
  }
  let next = 0;
  for (const { name } of contenders) {
    if (slots.has(name)) continue;
    while (taken.has(next)) next++;
    take(name, next);
  }
  return slots;
}
