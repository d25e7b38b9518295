import { type TaskConfig, taskConfig } from '../../lab/config/config';
import { parseParameters } from '../../tasks/parameters';
import { openTask, tasks } from '../../tasks/registry';
import type { Materials, Task } from '../../tasks/task';

/** Every task with V tokens, where its defaults, or another size of its vocabulary, give so many. Those without their material are left out. */
export async function tasksOfSize(V: number, materials: Materials): Promise<TaskConfig[]> {
  const found: TaskConfig[] = [];
  for (const task of tasks) {
    const config = await ofSize(task, V, materials).catch(() => null);
    if (config) found.push(config);
  }
  return found;
}

async function ofSize(task: Task, V: number, materials: Materials): Promise<TaskConfig | null> {
  const usual = taskConfig.parse({ ...Object(parseParameters(task, {})), name: task.name });
  const size = await sizeOf(usual, materials);
  if (size === V) return usual;
  const { vocabulary } = usual;
  if (typeof vocabulary !== 'number') return null;
  const other = { ...usual, vocabulary: vocabulary + V - size };
  return (await sizeOf(other, materials)) === V ? other : null;
}

async function sizeOf(config: TaskConfig, materials: Materials): Promise<number> {
  return (await openTask(config, 1, materials)).vocabulary.size;
}
