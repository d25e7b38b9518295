import type { RunConfig } from '../../lab/config/config';
import { parseParameters } from '../../tasks/parameters';
import { findTask } from '../../tasks/registry';
import type { Music } from '../../tasks/task';

/** How the events of a race's task lie in time; undefined: they are no music. */
export function musicOf(choice: RunConfig['task'] | undefined): Music | undefined {
  if (choice === undefined) return undefined;
  const { name, ...parameters } = choice;
  const task = findTask(name);
  return task.music?.(parseParameters(task, parameters));
}
