import type { Vocabulary } from '../../tasks/task';
import type { TaskConfig } from '../config/config';
import type { Member } from '../config/members';

/** Raised when the keys or their meaning change. */
const version = 1;

/**
 * Metadata of a file of weights, text by key, that says where they come from: `version` of these keys, `step` of training, and
 * as JSON `vocabulary` (how each token is written), `task`, `contender` (name, d_model, blocks), and `training`, with its seed.
 */
export function contenderFacts(
  task: TaskConfig,
  { config, training }: Member,
  step: number,
  vocabulary: readonly string[],
): Readonly<Record<string, string>> {
  return {
    version: String(version),
    step: String(step),
    vocabulary: JSON.stringify(vocabulary),
    task: JSON.stringify(task),
    contender: JSON.stringify(config),
    training: JSON.stringify(training),
  };
}

/** The text of each token. */
export function tokenTexts(vocabulary: Vocabulary): string[] {
  return Array.from({ length: vocabulary.size }, (_, token) => vocabulary.decode([token]));
}
