import type { RunConfig } from '../../lab/config/config';
import { lengthWords } from '../../lab/config/lengths';
import { FieldError } from '../kit/field_error';

/** How the length of the race grows, or why it cannot. */
export function LengthLine({ config: { task, training } }: { config: RunConfig }) {
  const { words, why } = outcome(training, task);
  if (words) return <p className="small">{words}</p>;
  return <FieldError>{why}</FieldError>;
}

function outcome(training: RunConfig['training'], task: RunConfig['task']) {
  try {
    return { words: lengthWords(training, task), why: null };
  } catch (error) {
    return { words: '', why: error instanceof Error ? error.message : String(error) };
  }
}
