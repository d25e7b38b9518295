import { findTask } from '../../tasks/registry';
import { useRun } from '../stores/run';

/** How the run's task sounds, if it does. */
export function useSound() {
  const task = useRun(state => state.config?.task.name);
  return task === undefined ? undefined : findTask(task).sound;
}
