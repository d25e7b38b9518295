import type { RunConfig } from '../../lab/config/config';
import { whole } from '../format';
import type { RunState } from '../stores/run_state';
import { byContender } from '../stores/run_state';

/** A contender that is exported, and from which step, in words. */
export interface ExportedContender {
  readonly name: string;
  readonly words: string;
}

/** `steps`: the kept step of each member; undefined: none is kept. */
export function exportedContenders(
  run: Pick<RunState, 'members' | 'config'>,
  steps: readonly (number | undefined)[],
): ExportedContender[] {
  const total = whole(run.config?.training.steps ?? 0);
  return byContender(run).map(own => {
    const [first] = own;
    const name = first?.name ?? '';
    if (first?.status === 'frozen')
      return { name, words: 'left out: it is not trained, and its weights are in its file' };
    const kept = own.map(member => steps[run.members.indexOf(member)] ?? 0);
    const [least, most] = [Math.min(...kept), Math.max(...kept)];
    if (most === 0) return { name, words: 'its first weights' };
    const step = least === most ? `step ${whole(most)}` : `steps ${whole(least)} to ${whole(most)}`;
    return { name, words: `${step} of ${total}, with moments` };
  });
}

/** Whether the project reads the whole text or sound, so that it needs no batches. */
export function holdsMaterial({ task }: RunConfig): boolean {
  return task.name === 'text' || task.name === 'audio';
}

/** What the data of the project are, in a sentence. */
export function dataWords({ task }: RunConfig): string {
  if (task.name === 'text') return 'The text is inside, whole, and is read in the order of the race.';
  if (task.name === 'audio') return 'The sound is inside, whole, and is read in the order of the race.';
  if (task.name === 'tokens')
    return 'The data are batches of tokens, as numbers, in the order of the race. The tokenizer is not inside.';
  return 'The data are batches in the order of the race. The headless program writes more (its command batches).';
}
