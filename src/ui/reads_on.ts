import type { Example } from '../tasks/sequences';

/** Whether the right answer after every token is the next one, as in text; the last may lack an answer. Other tasks ask for something else. */
export function readsOn({ glyphs, targets }: Example): boolean {
  return targets.slice(0, -1).every((target, t) => target === glyphs[t + 1]);
}
