import type { Backend } from '../src/gpu/backend';
import { fmaCases } from '../src/lab/measure/machine';
import { rateOf } from '../src/lab/measure/reading';
import type { MeasuredCase, Subject } from '../src/lab/measure/subject';
import { alternate, type Effort } from '../src/lab/measure/timing';
import { openBackend } from '../src/lab/open_backend';
import type { BenchCase } from './cases/case';
import { families } from './cases/registry';
import type { CaseResult, FamilyResult, Outcome } from './result';

const THOROUGH: Effort = { samples: 15, sampleMilliseconds: 200, budgetMilliseconds: 20_000 };
const QUICK: Effort = { samples: 5, sampleMilliseconds: 60, budgetMilliseconds: 3_000 };

/** What bench/run.mjs calls in the page. */
export interface BenchPage {
  readonly families: readonly string[];
  adapter(): Promise<{ adapter: string; software: boolean }>;
  /** Cases whose name has `filter` in it, in turns with their peers. */
  measure(family: string, options: { quick: boolean; filter: string }): Promise<FamilyResult>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

const opened = openBackend(navigator.gpu, message => console.error(`unroll: ${message}`), 'webgpu');

/** Compiles and allocates, so that what cannot run here fails here. */
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

let peakFound: Promise<MeasuredCase> | undefined;

async function measureCase(
  backend: Backend,
  each: BenchCase,
  effort: Effort,
  peak: MeasuredCase | undefined,
): Promise<CaseResult> {
  const made = await makeAll(backend, each);
  const able = new Map<string, Subject>();
  const outcomes: Record<string, Outcome> = {};
  for (const [name, subject] of made) {
    if (typeof subject === 'string') outcomes[name] = { failure: subject };
    else able.set(name, subject);
  }
  const limit = peak && (await firstRun(() => peak.ours(backend)));
  const timings = await alternate([...able.values(), ...(limit ? [limit] : [])], effort);
  [...able].forEach(([name, subject], index) => {
    const timing = timings[index];
    if (timing) outcomes[name] = { timing, facts: subject.facts() };
    subject.destroy();
  });
  limit?.destroy();
  const atPeak = timings[able.size];
  return {
    name: each.name,
    work: each.work,
    note: each.note,
    peak: peak && atPeak && rateOf(peak.work, atPeak.median),
    outcomes,
  };
}

window.bench = {
  families: Object.keys(families),
  adapter: async () => (await opened).report,
  async measure(name, { quick, filter }) {
    const { backend } = await opened;
    const family = await families[name]?.();
    if (!family) throw new Error(`there is no table '${name}'`);
    const effort = quick ? QUICK : THOROUGH;
    const limited = name !== 'machine';
    const cases: CaseResult[] = [];
    for (const each of family.cases.filter(one => one.name.includes(filter))) {
      console.info(`${family.title}: ${each.name}`);
      if (!('ours' in each)) {
        cases.push({ name: each.name, outcomes: { unroll: { facts: await each.count() } } });
        continue;
      }
      const bound = limited && each.flops !== undefined;
      if (bound) peakFound ??= findPeak(backend);
      const peak = bound ? await peakFound : undefined;
      cases.push(await measureCase(backend, each, effort, peak));
    }
    return { name: family.name, title: family.title, note: family.note, cases };
  },
};
