import { countAnswers, playedSequences } from '../../tasks/play';
import { exampleOf } from '../../tasks/sequences';
import type { OpenTask, Task } from '../../tasks/task';
import { tokenTexts } from '../race/contender_facts';
import type { TaskReport } from '../worker/protocol';

/** Tokens of the example that the page shows, at most. */
const EXAMPLE = 256;

/** A task in words and glyphs, with one training sequence as example. */
export function describeTask(task: OpenTask, protocol: Task['protocol']): TaskReport {
  const { glyphs, targets } = exampleOf(task);
  return {
    vocabularySize: task.vocabulary.size,
    vocabulary: tokenTexts(task.vocabulary),
    length: task.length,
    prompt: task.prompt,
    answers: protocol === 'answers' ? playedSequences(task, 0, 1).reduce((sum, s) => sum + countAnswers(s), 0) : 0,
    caution: task.caution,
    soundExample: task.soundExample,
    baselines: task.baselines.map(({ name, loss }) => ({ name, loss })),
    example: { glyphs: glyphs.slice(0, EXAMPLE), targets: targets.slice(0, EXAMPLE) },
  };
}
