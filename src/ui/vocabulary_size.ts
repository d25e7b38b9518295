import type { TaskReport } from '../lab/worker/protocol';
import { someVocabulary } from './check';
import { useConfig } from './stores/config';
import { useRun } from './stores/run';

/** What is known of the task that is set up; null until it is loaded. */
function useTaskReport(): TaskReport | null {
  const task = useConfig(state => state.config.task);
  const loaded = useRun(state => state.config?.task);
  const report = useRun(state => state.task);
  return JSON.stringify(loaded) === JSON.stringify(task) ? report : null;
}

/** V of the task that is set up; a guess until the task is loaded. */
export function useVocabularySize(): number {
  const vocabulary = useConfig(state => state.config.task.vocabulary);
  const size = useRun(state => state.task?.vocabularySize);
  return useTaskReport()?.vocabularySize ?? (typeof vocabulary === 'number' ? vocabulary : (size ?? someVocabulary));
}

/** L of the task that is set up; null until the task is loaded, unless it is one of the settings. */
export function useSequenceLength(): number | null {
  const length = useConfig(state => state.config.task.length);
  return useTaskReport()?.length ?? (typeof length === 'number' ? length : null);
}
