import { findTask } from '../../tasks/registry';
import { ofAnswers } from '../answers/words';
import { phaseOf, type RunState } from '../stores/run_state';
import { bothTold, isAhead } from './ahead';

/** The first idea. */
export function rememberWords(run: RunState): string {
  const both = bothTold(run);
  if (!both)
    return phaseOf(run) === 'training'
      ? 'Both contenders begin to learn.'
      : 'Press Train. Mamba and a convolution of about equal size learn to repeat a few letters that lie scattered among noise, each time elsewhere.';
  const [one, other] = both;
  const counts = `has ${ofAnswers(one.answered)}, ${other.member.name} ${ofAnswers(other.answered)}`;
  if (isAhead(run))
    return `Mamba is ahead: it ${counts}. Mamba chooses by content what it remembers. A convolution weighs each token by its distance, and here the distances change with every sequence.`;
  const end = phaseOf(run) === 'finished' ? ' Mamba is not ahead in this run.' : '';
  return `${one.member.name} ${counts}. ${guessWords(run)}${end}`;
}

/** “A guess is right 1 time in 10.” */
function guessWords({ config }: RunState): string {
  const vocabulary: unknown = config && { ...parametersOf(config.task.name), ...config.task }.vocabulary;
  return typeof vocabulary === 'number' ? `A guess is right 1 time in ${vocabulary - 2}.` : '';
}

function parametersOf(task: string): Readonly<Record<string, unknown>> {
  const value = findTask(task).schema.parse({});
  return value instanceof Object ? { ...value } : {};
}
