import { findTask } from '../../tasks/registry';
import { useRun } from '../stores/run';

/** How text of the run's task becomes sound; undefined if it does not. */
export function useSound() {
  const task = useRun(state => state.config?.task.name);
  return task === undefined ? undefined : findTask(task).sound;
}
