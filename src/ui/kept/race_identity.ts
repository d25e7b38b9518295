import { newRunId } from '../../lab/runs/run';
import type { RunIdentity } from './run_of_race';

/** By race: the page counts the races that it loads. */
const identities = new Map<number, RunIdentity>();
/** Races that were opened from a run. */
const opened = new Set<number>();

/** The run that a race of the page is; a new one, unless it was opened from one. */
export function identityOf(race: number): RunIdentity {
  const known = identities.get(race) ?? { id: newRunId(), created: new Date().toISOString(), lineage: null };
  identities.set(race, known);
  return known;
}

/** A race of the page was opened as this run. */
export function identify(race: number, { id, created, lineage }: RunIdentity): void {
  identities.set(race, { id, created, lineage });
  opened.add(race);
}

export function wasOpened(race: number): boolean {
  return opened.has(race);
}
