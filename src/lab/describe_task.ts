import { exampleOf } from '../tasks/sequences';
import type { OpenTask } from '../tasks/task';
import type { TaskReport } from './protocol';

/** Tokens of the example that the page shows, at most. */
const EXAMPLE = 256;

/** A task in words and glyphs, with one training sequence as example. */
export function describeTask(task: OpenTask): TaskReport {
  const { glyphs, targets } = exampleOf(task);
  return {
    vocabularySize: task.vocabulary.size,
    length: task.length,
    prompt: task.prompt,
    soundExample: task.soundExample,
    baselines: task.baselines.map(({ name, loss }) => ({ name, loss })),
    example: { glyphs: glyphs.slice(0, EXAMPLE), targets: targets.slice(0, EXAMPLE) },
  };
}
