import { newRunId } from '../../lab/runs/run';
import type { RunIdentity } from './run_of_race';

/** By race: the page counts the races that it loads. */
const identities = new Map<number, RunIdentity>();

/** The run that a race of the page is; a new one, unless it was opened from one. */
export function identityOf(race: number): RunIdentity {
  const known = identities.get(race) ?? { id: newRunId(), created: new Date().toISOString(), lineage: null };
  identities.set(race, known);
  return known;
}

/** A race of the page is this run. */
export function identify(race: number, { id, created, lineage }: RunIdentity): void {
  identities.set(race, { id, created, lineage });
}
