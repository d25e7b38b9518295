import { byContender, isOver, type RunState } from '../stores/run_state';

/** What the others do after one diverged; empty if it was alone. With several seeds each of a contender counts. */
export function othersWords({ members }: Pick<RunState, 'members'>): string {
  const racing = members.filter(member => !isOver(member)).length;
  const finished = members.filter(({ status }) => status === 'finished').length;
  const seeds = byContender({ members }).some(({ length }) => length > 1);
  const [one, many] = seeds ? ['One other', 'others'] : ['One other contender', 'other contenders'];
  if (racing > 1) return `${racing} ${many} are still in the race.`;
  if (racing === 1) return `${one} is still in the race.`;
  if (finished > 1) return `${finished} ${many} have finished.`;
  if (finished === 1) return `${one} has finished.`;
  return members.length > 1 ? 'No contender is left in the race.' : '';
}
