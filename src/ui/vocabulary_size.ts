import { someVocabulary } from './check';
import { useConfig } from './stores/config';
import { useRun } from './stores/run';

/** V of the task that is set up; a guess until the task is loaded. */
export function useVocabularySize(): number {
  const task = useConfig(state => state.config.task);
  const loaded = useRun(state => state.config?.task);
  const size = useRun(state => state.task?.vocabularySize);
  if (size !== undefined && JSON.stringify(loaded) === JSON.stringify(task)) return size;
  return typeof task.vocabulary === 'number' ? task.vocabulary : (size ?? someVocabulary);
}
