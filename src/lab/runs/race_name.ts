import { findTask } from '../../tasks/registry';
import type { RunConfig } from '../config/config';

/** What a race is called until its visitor gives it a name: “Moby-Dick race”, “Own text race”, “Selective copying race”. */
export function raceName({ task }: Pick<RunConfig, 'task'>): string {
  if (task.source === 'moby-dick') return 'Moby-Dick race';
  const [subject = ''] = findTask(task.name).title.split(',');
  return task.source === 'own' ? `Own ${subject.toLowerCase()} race` : `${subject} race`;
}
