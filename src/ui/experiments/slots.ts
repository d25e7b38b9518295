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

/** A colour for each name: that of the family it is named after, or is of, if nobody has it; else the next that is free. */
export function slotsOf(contenders: readonly Pick<ListedContender, 'name' | 'blocks'>[]): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  const take = (name: string, slot: number): void => {
    slots.set(name, slot);
    taken.add(slot);
  };
  const familyOf = (mixer: string): number | undefined => families[mixer];
  for (const { name } of contenders) {
    const slot = familyOf(name.toLowerCase().replaceAll(' ', '_'));
    if (slot !== undefined && !slots.has(name)) take(name, slot);
  }
  for (const { name, blocks } of contenders) {
    const slot = familyOf(blocks[0]?.mixer ?? '');
    if (slot !== undefined && !taken.has(slot) && !slots.has(name)) take(name, slot);
  }
  let next = 0;
  for (const { name } of contenders) {
    if (slots.has(name)) continue;
    while (taken.has(next)) next++;
    take(name, next);
  }
  return slots;
}
