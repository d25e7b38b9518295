import { isOver, type RunState } from '../stores/run_state';

/** What the other contenders do after one diverged; empty if it was alone. */
export function othersWords({ contenders }: Pick<RunState, 'contenders'>): string {
  const racing = contenders.filter(contender => !isOver(contender)).length;
  const finished = contenders.filter(({ status }) => status === 'finished').length;
  if (racing > 1) return `${racing} other contenders are still in the race.`;
  if (racing === 1) return 'One other contender is still in the race.';
  if (finished > 1) return `${finished} other contenders have finished.`;
  if (finished === 1) return 'One other contender has finished.';
  return contenders.length > 1 ? 'No contender is left in the race.' : '';
}
