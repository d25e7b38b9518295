import { type RunState, titleOf } from '../stores/run_state';

/** Names all that diverged, if they are several; null: the message of the one says more. */
export function divergedWords(run: Pick<RunState, 'config' | 'members'>): string | null {
  const names = run.members.flatMap(({ status }, place) => (status === 'diverged' ? [titleOf(run, place)] : []));
  if (names.length < 2) return null;
  const list = new Intl.ListFormat('en').format(names);
  return `${list} diverged: their loss or their gradient is no longer a number. Reset with a lower learning rate.`;
}
