import { delay } from '../src/lab/delay';
import type { Subject } from '../src/lab/measure/subject';
import { alternate, type Effort, type Timing } from '../src/lab/measure/timing';
import type { BenchCase, BenchFamily } from './cases/case';
import type { OwnBackends } from './own_backends';
import type { CaseResult, FamilyResult, Outcome } from './result';

const THOROUGH: Effort = { samples: 15, sampleMilliseconds: 120, budgetMilliseconds: 6_000 };
const QUICK: Effort = { samples: 5, sampleMilliseconds: 60, budgetMilliseconds: 3_000 };

/** What to measure of a table. */
export interface Asked {
  readonly quick: boolean;
  /** Rows with these words in their name. */
  readonly filter: string;
  /** Sides with one of these in their name; empty: all. */
  readonly sides: readonly string[];
}

/** A row and its sides. */
interface Prepared {
  readonly each: BenchCase;
  readonly able: ReadonlyMap<string, Subject>;
  readonly failures: Readonly<Record<string, Outcome>>;
}

/** Milliseconds before each sample: the threads of the side before it look out for work for a while, and would take a core. */
const REST = 50;

/** Milliseconds of work after the rest, off the clock: a processor that has slept is slow at first, the second one above all. */
const WARM = 80;

function rested(subject: Subject): Subject {
  return {
    ...subject,
    async rewind() {
      await delay(REST);
      const started = performance.now();
      while (performance.now() - started < WARM) {
        await subject.rewind?.();
        await subject.run(1);
      }
      await subject.rewind?.();
    },
  };
}

/** Compiles and allocates, so that a side that cannot run fails here. */
async function firstRun(make: () => Promise<Subject>): Promise<Subject> {
  const subject = await make();
  await subject.rewind?.();
  await subject.run(1);
  return rested(subject);
}

async function prepare(own: OwnBackends, each: BenchCase, sides: readonly string[]): Promise<Prepared> {
  const makers = [
    ...[...own]
      .slice(0, each.chosenAlone ? 1 : own.size)
      .map(([name, backend]) => [name, () => each.ours(backend)] as const),
    ...Object.entries(each.peers ?? {}),
  ].filter(([name]) => sides.length === 0 || sides.some(side => name.includes(side)));
  const able = new Map<string, Subject>();
  const failures: Record<string, Outcome> = {};
  for (const [name, make] of makers) {
    try {
      able.set(name, await firstRun(make));
    } catch (error) {
      failures[name] = { failure: error instanceof Error ? error.message : String(error) };
    }
  }
  return { each, able, failures };
}

/** All rows and all sides of each in turns. */
async function measureRows(
  own: OwnBackends,
  rows: readonly BenchCase[],
  effort: Effort,
  sides: readonly string[],
): Promise<CaseResult[]> {
  const prepared: Prepared[] = [];
  for (const each of rows) prepared.push(await prepare(own, each, sides));
  const subjects = prepared.flatMap(({ able }) => [...able.values()]);
  const timings = await alternate(subjects, effort);
  const timingOf = (subject: Subject): Timing | undefined => timings[subjects.indexOf(subject)];
  const results = prepared.map(({ each, able, failures }): CaseResult => {
    const timed = [...able].map(([name, subject]): [string, Outcome] => [
      name,
      { timing: timingOf(subject), facts: subject.facts() },
    ]);
    return {
      name: each.name,
      work: each.work,
      note: each.note,
      outcomes: { ...Object.fromEntries(timed), ...failures },
    };
  });
  for (const subject of subjects) subject.destroy();
  return results;
}

/** A table, row by row; rows whose ratios matter in turns, too. */
export async function measureFamily(
  family: BenchFamily,
  own: OwnBackends,
  { quick, filter, sides }: Asked,
): Promise<FamilyResult> {
  const effort = quick ? QUICK : THOROUGH;
  const chosen = family.cases.filter(one => one.name.includes(filter));
  const counted = chosen.flatMap(each => ('count' in each ? [each] : []));
  const timed = chosen.flatMap(each => ('ours' in each ? [each] : []));
  const cases: CaseResult[] = [];
  for (const { name, count } of counted) cases.push({ name, facts: await count(), outcomes: {} });
  for (const rows of family.together ? [timed] : timed.map(each => [each])) {
    console.info(`${family.title}: ${rows.map(each => each.name).join('; ')}`);
    cases.push(...(await measureRows(own, rows, effort, sides)));
  }
  return { name: family.name, title: family.title, note: family.note, cases };
}
