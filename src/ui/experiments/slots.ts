import type { ListedContender } from './drafts';

/** The families in the order of their colours, as in the first race of the page, so that a family looks the same in every experiment. */
const families: readonly string[] = ['mamba', 'lstm', 'conv', 'attention', 's4d', 'gru', 'rnn', 'linear_attention'];

/** A colour for each name: that of the family it is named after, or is of, if nobody has it; else the next that is free. */
export function slotsOf(contenders: readonly Pick<ListedContender, 'name' | 'blocks'>[]): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  const take = (name: string, slot: number): void => {
    slots.set(name, slot);
    taken.add(slot);
  };
  const familyOf = (mixer: string): number | undefined => {
    const slot = families.indexOf(mixer);
    return slot < 0 ? undefined : slot;
  };
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
