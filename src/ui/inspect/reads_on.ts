import type { Inspection } from '../../lab/inspect/inspection';

/** Whether the next token is asked for after every token but perhaps the last, as in text; else the task asks at some places only. */
export function readsOn({ targets }: Pick<Inspection, 'targets'>): boolean {
  return targets.slice(0, -1).every(target => target !== null);
}
