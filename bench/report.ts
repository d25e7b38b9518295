import { digits, readingOf } from '../src/lab/measure/reading';
import type { Facts, Work } from '../src/lab/measure/subject';
import { barsOf } from './bars';
import { geometricMean, medianOf, sidesOf } from './ratios';
import type { BenchResult, CaseResult, FamilyResult, Outcome } from './result';

function reading(work: Work, milliseconds: number): string {
  const { value, unit } = readingOf(work, milliseconds);
  return `${digits(value)} ${unit}`;
}

/** Median, and in brackets the 10th (fast) to the 90th percentile of the time. */
function cell(work: Work | undefined, outcome: Outcome | undefined): string {
  if (!outcome) return '';
  if ('failure' in outcome) return `does not run: ${outcome.failure.split('\n')[0]}`;
  if (!work || !outcome.timing) return '';
  const { median, p10, p90 } = outcome.timing;
  const [fast = '', slow = ''] = [p10, p90].map(milliseconds => reading(work, milliseconds).split(' ')[0]);
  return `${reading(work, median)} (${fast} – ${slow})`;
}

function factsOf({ facts, outcomes }: CaseResult): Facts {
  const first = Object.values(outcomes).find(outcome => 'facts' in outcome);
  return facts ?? (first && 'facts' in first ? first.facts : {});
}

function row(result: CaseResult, sides: readonly string[], facts: readonly string[]): string[] {
  const { name, work, outcomes } = result;
  const [first = ''] = sides;
  const cells = sides.map(side => {
    const shown = cell(work, outcomes[side]);
    const [own, other] = [medianOf(outcomes[first]), medianOf(outcomes[side])];
    return side === first || own === undefined || other === undefined ? shown : `${shown}, ${digits(other / own)} ×`;
  });
  const counts = facts.map(fact => {
    const value = factsOf(result)[fact];
    return value === undefined ? '' : value.toLocaleString('en', { maximumFractionDigits: 2 });
  });
  return [name, ...cells, ...counts];
}

/** Of the first side's speed-up over each other, over the rows of both. */
function means({ cases }: FamilyResult, [first = '', ...others]: readonly string[]): string[] {
  return others.flatMap(other => {
    const ratios = cases.flatMap(({ outcomes }) => {
      const [own, its] = [medianOf(outcomes[first]), medianOf(outcomes[other])];
      return own !== undefined && its !== undefined ? [its / own] : [];
    });
    return ratios.length < 2 ? [] : [`${other} ${digits(geometricMean(ratios))} × (${ratios.length} rows)`];
  });
}

function table(family: FamilyResult): string {
  const sides = sidesOf(family);
  const facts = [...new Set(family.cases.flatMap(each => Object.keys(factsOf(each))))];
  const heading = ['', ...sides, ...facts];
  const rows = [heading, heading.map(() => '---'), ...family.cases.map(each => row(each, sides, facts))];
  const lines = rows.map(cells => `| ${cells.join(' | ')} |`);
  const mean = means(family, sides);
  const below = [
    ...(mean.length > 0 ? [`Geometric means of the speed-up of "${sides[0]}": over ${mean.join('; ')}.`] : []),
    ...family.cases.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}. ${note}`])),
  ];
  const above = family.note === undefined ? [] : [family.note, ''];
  return [`## ${family.title}`, '', ...above, ...lines, ...below.flatMap(line => ['', line]), ''].join('\n');
}

function samplesOf(result: BenchResult): number {
  const counts = result.families
    .flatMap(({ cases }) => cases)
    .flatMap(({ outcomes }) => Object.values(outcomes))
    .flatMap(outcome => ('timing' in outcome && outcome.timing ? [outcome.timing.samples] : []));
  return Math.max(0, ...counts);
}

function barTable(result: BenchResult): string[] {
  const bars = barsOf(result);
  if (bars.length === 0) return [];
  const lines = bars.map(
    ({ name, figure, wanted, holds }) => `| ${name} | ${figure} | ${wanted} | ${holds ? 'holds' : 'falls short'} |`,
  );
  return ['## Bars', '', '| | measured | wanted | |', '| --- | --- | --- | --- |', ...lines, ''];
}

/** The numbers as a page of Markdown. */
export function report(result: BenchResult): string {
  const families = result.families.filter(({ cases }) => cases.length > 0);
  const { adapter, software, wasmBuild, browser, processors, processor, peers, own } = result;
  const gpu = adapter ? `WebGPU on ${adapter}${software ? ', a software adapter' : ''}` : 'no WebGPU';
  const build = wasmBuild === undefined ? 'no WebAssembly' : `the ${wasmBuild} build on WebAssembly`;
  const how =
    `${processor}, ${processors} logical processors; ${gpu}; ${build}; ${browser}; ${peers.join(', ')}. All sides run on this machine in turns, ours ` +
    `and the peers in one worker of the page, PyTorch in its own process: one sample each a round, after warm-up. A sample repeats the work until the clock's grain and the wait for ` +
    `an answer do not count. Figures are medians of ${samplesOf(result)} samples (fewer, but at least 3, where one takes long), in brackets ` +
    `from the fastest tenth to the slowest; behind them, how many times as fast "${own[0]}" is, which is what the page chooses here` +
    `${result.quick ? '. A quick run, so read them loosely' : ''}. Made by \`npm run bench\`.`;
  return ['# Bench', '', how, '', ...barTable(result), ...families.map(table)].join('\n');
}
