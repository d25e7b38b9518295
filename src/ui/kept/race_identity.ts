import { newRunId, type RaceRun } from '../../lab/runs/run';
import type { RunWords } from '../../lab/runs/run_store';
import type { RunIdentity } from './run_of_race';

/** By race: the page counts the races that it loads. */
const identities = new Map<number, RunIdentity>();
/** Races that were opened from a run as it is kept, or to rest. */
const opened = new Set<number>();
/** The vocabulary of races that were opened from a run. */
const vocabularies = new Map<number, readonly string[]>();

/** The run that a race of the page is; a new one, unless it was opened from one. */
export function identityOf(race: number): RunIdentity {
  const known = identities.get(race) ?? { id: newRunId(), created: new Date().toISOString(), lineage: null };
  identities.set(race, known);
  return known;
}

/** A race of the page was opened as this run. `goesOn`: it trains at once, as a run that nothing keeps yet. */
export function identify(
  race: number,
  run: Required<RunIdentity> & Pick<RaceRun, 'vocabulary'>,
  goesOn: boolean,
): void {
  const { id, created, lineage, name, notes, pinned, vocabulary } = run;
  identities.set(race, { id, created, lineage, name, notes, pinned });
  vocabularies.set(race, vocabulary);
  if (!goesOn) opened.add(race);
}

/** The text of each token of a race that was opened from a run. */
export function vocabularyOf(race: number): readonly string[] | undefined {
  return vocabularies.get(race);
}

/** The visitor has given a run another name, other notes, or a pin. A race of the page that is this run takes them. */
export function reword(id: string, words: RunWords): void {
  for (const [race, known] of identities) if (known.id === id) identities.set(race, { ...known, ...words });
}

export function wasOpened(race: number): boolean {
  return opened.has(race);
}
