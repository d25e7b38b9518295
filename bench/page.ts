import type { Backend } from '../src/gpu/backend';
import { pageSource } from '../src/gpu/backends/wasm/page_source';
import { fmaCases } from '../src/lab/measure/machine';
import { rateOf } from '../src/lab/measure/reading';
import type { MeasuredCase, Subject } from '../src/lab/measure/subject';
import { alternate, type Effort, type Timing } from '../src/lab/measure/timing';
import { openBackend } from '../src/lab/worker/open_backend';
import type { BenchCase } from './cases/case';
import { families } from './cases/registry';
import type { CaseResult, FamilyResult, Outcome } from './result';

const THOROUGH: Effort = { samples: 15, sampleMilliseconds: 200, budgetMilliseconds: 20_000 };
const QUICK: Effort = { samples: 5, sampleMilliseconds: 60, budgetMilliseconds: 3_000 };

/** The functions that bench/run.mjs calls in the page. */
export interface BenchPage {
  readonly families: readonly string[];
  adapter(): Promise<{ adapter: string; software: boolean }>;
  /** Measures cases whose name contains `filter`, in turns with their peers. */
  measure(family: string, options: { quick: boolean; filter: string }): Promise<FamilyResult>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

const opened = openBackend(
  { gpu: navigator.gpu, wasm: pageSource() },
  { onError: message => console.error(`unroll: ${message}`), choice: { backend: 'webgpu' } },
);

/** Compiles and allocates, so that a case that cannot run fails here. */
async function firstRun(make: () => Promise<Subject>): Promise<Subject> {
  const subject = await make();
  await subject.rewind?.();
  await subject.run(1);
  return subject;
}

async function makeAll(backend: Backend, { ours, peers }: BenchCase): Promise<Map<string, Subject | string>> {
  const made = new Map<string, Subject | string>();
  for (const [name, make] of [['unroll', () => ours(backend)] as const, ...Object.entries(peers)]) {
    made.set(name, await firstRun(() => make(backend)).catch(error => String(error)));
  }
  return made;
}

/** The chains of multiply-adds that are fastest here: the machine's peak. */
async function findPeak(backend: Backend): Promise<MeasuredCase> {
  const subjects = await Promise.all(fmaCases.map(({ ours }) => firstRun(() => ours(backend))));
  const timings = await alternate(subjects, QUICK);
  for (const subject of subjects) subject.destroy();
  const rates = fmaCases.map(({ work }, i) => rateOf(work, timings[i]?.median ?? Number.POSITIVE_INFINITY));
  const peak = fmaCases[rates.indexOf(Math.max(...rates))];
  if (!peak) throw new Error('no chain of multiply-adds could be measured');
  return peak;
}

/** A case with the sides of its row: ours, the peers, and the machine's peak if arithmetic is the subject. */
interface Prepared {
  readonly each: BenchCase;
  readonly able: ReadonlyMap<string, Subject>;
  readonly failures: Readonly<Record<string, Outcome>>;
  readonly limit: Subject | undefined;
}

async function prepare(backend: Backend, each: BenchCase, peak: MeasuredCase | undefined): Promise<Prepared> {
  const able = new Map<string, Subject>();
  const failures: Record<string, Outcome> = {};
  for (const [name, subject] of await makeAll(backend, each)) {
    if (typeof subject === 'string') failures[name] = { failure: subject };
    else able.set(name, subject);
  }
  return { each, able, failures, limit: peak && (await firstRun(() => peak.ours(backend))) };
}

/** All rows and all sides of each in turns. */
async function measureCases(
  backend: Backend,
  cases: readonly BenchCase[],
  effort: Effort,
  peak: MeasuredCase | undefined,
): Promise<CaseResult[]> {
  const prepared: Prepared[] = [];
  for (const each of cases) prepared.push(await prepare(backend, each, each.flops === undefined ? undefined : peak));
  const subjects = prepared.flatMap(({ able, limit }) => [...able.values(), ...(limit ? [limit] : [])]);
  const timings = await alternate(subjects, effort);
  const timingOf = (subject: Subject): Timing | undefined => timings[subjects.indexOf(subject)];
  const results = prepared.map(({ each, able, failures, limit }): CaseResult => {
    const timed = [...able].map(([name, subject]): [string, Outcome] => [
      name,
      { timing: timingOf(subject), facts: subject.facts() },
    ]);
    const atPeak = limit && timingOf(limit);
    return {
      name: each.name,
      work: each.work,
      note: each.note,
      peak: peak && atPeak && rateOf(peak.work, atPeak.median),
      outcomes: { ...failures, ...Object.fromEntries(timed) },
    };
  });
  for (const subject of subjects) subject.destroy();
  return results;
}

window.bench = {
  families: Object.keys(families),
  adapter: async () => (await opened).report,
  async measure(name, { quick, filter }) {
    const { backend } = await opened;
    const family = await families[name]?.();
    if (!family) throw new Error(`there is no table '${name}'`);
    const effort = quick ? QUICK : THOROUGH;
    const chosen = family.cases.filter(one => one.name.includes(filter));
    const counted = chosen.flatMap(each => ('count' in each ? [each] : []));
    const timed = chosen.flatMap(each => ('ours' in each ? [each] : []));
    // The peaks come from the machine's own rows.
    const bound = name !== 'machine' && timed.some(({ flops }) => flops !== undefined);
    const peak = bound ? await findPeak(backend) : undefined;
    const cases: CaseResult[] = [];
    for (const each of counted) cases.push({ name: each.name, outcomes: { unroll: { facts: await each.count() } } });
    for (const group of family.together ? [timed] : timed.map(each => [each])) {
      console.info(`${family.title}: ${group.map(each => each.name).join('; ')}`);
      cases.push(...(await measureCases(backend, group, effort, peak)));
    }
    return { name: family.name, title: family.title, note: family.note, cases };
  },
};
