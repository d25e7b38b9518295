import { IGNORED } from '../../scored';
import { type Batch, type OpenTask, TaskError } from '../../tasks/task';
import { type InspectInput, MOST_TOKENS } from './inspection';

/** The tokens to inspect, and the target after each. */
export interface InspectedSequence extends Batch {
  /** Tokens before the first of these. */
  readonly omitted: number;
}

/** Throws TaskError if the text has characters that are no tokens of the task. */
export function inspectedSequence(task: OpenTask, input: InspectInput): InspectedSequence {
  const { tokens, targets } =
    input.kind === 'example' ? task.batch('validation', input.index, 1) : read(task, input.text);
  const omitted = Math.max(0, tokens.length - MOST_TOKENS);
  return { tokens: tokens.slice(omitted), targets: targets.slice(omitted), omitted };
}

function read({ vocabulary }: OpenTask, text: string): Batch {
  const tokens = vocabulary.encode(text);
  if (tokens.length === 0) throw new TaskError('The text is empty; write at least one token.');
  const targets = new Int32Array(tokens.length).fill(IGNORED);
  targets.set(tokens.subarray(1));
  return { tokens, targets };
}
