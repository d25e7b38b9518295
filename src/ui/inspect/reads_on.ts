import type { Inspection } from '../../lab/inspect/inspection';

/** Whether the model predicts after every token, as in text; the last may lack a target. Other tasks ask at some tokens only. */
export function readsOn({ targets }: Pick<Inspection, 'targets'>): boolean {
  return targets.slice(0, -1).every(target => target !== null);
}
