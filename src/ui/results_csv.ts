import { csv } from '../lab/export/csv';
import { findTask } from '../tasks/registry';
import { resultColumns } from './results';
import { type RunState, stepsOf } from './stores/run_state';

/** The table of results, with all digits: a row for each contender and seed. */
export function resultsCsv(run: RunState): string {
  const columns = resultColumns(run.config ? findTask(run.config.task.name) : undefined);
  const rows = run.members.map(member => {
    const { name, seed, status } = member;
    return [name, seed, status, stepsOf(member), ...columns.map(column => column.value(run, member))];
  });
  return csv(['contender', 'seed', 'status', 'step', ...columns.map(({ csv }) => csv)], rows);
}
