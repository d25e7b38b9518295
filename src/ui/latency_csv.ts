import { csv } from '../lab/export/csv';
import { latencyColumns } from '../lab/sampling/latency';
import type { RunState } from './stores/run_state';

/** The cost of sampled tokens: a row for each measured group of each member. */
export function latencyCsv({ members }: Pick<RunState, 'members'>): string {
  const rows = members.flatMap(({ name, seed, latency }) =>
    (['carried', 'naive'] as const).flatMap(way =>
      Array.from({ length: latency[way].position.length }, (_, i) => [
        name,
        seed,
        way,
        ...latencyColumns.map(column => latency[way][column].at(i)),
      ]),
    ),
  );
  return csv(['contender', 'seed', 'sampling', ...latencyColumns], rows);
}
