import type { RunSummary } from '../../lab/runs/run_summary';
import type { RunSort, RunSortKey } from '../stores/kept_runs';

/** The runs that have every word of the query somewhere, sorted. Pinned ones come first; missing figures last. */
export function listedRuns(runs: readonly RunSummary[], query: string, sort: RunSort): RunSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = runs.filter(run => {
    const text = [run.name, run.notes, run.subject, ...run.contenders].join('\n').toLowerCase();
    return words.every(word => text.includes(word));
  });
  return found.sort((a, b) => Number(b.pinned) - Number(a.pinned) || compare(a, b, sort));
}

function compare(a: RunSummary, b: RunSummary, { key, falling }: RunSort): number {
  const [left, right] = [sortedBy(a, key), sortedBy(b, key)];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const order =
    typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right));
  return falling ? -order : order;
}

function sortedBy(run: RunSummary, key: RunSortKey): number | string | null {
  return key === 'contenders' ? run.contenders.join(', ') : run[key];
}
