import { digits, rateOf, readingOf } from '../src/lab/measure/reading';
import type { Facts, Work } from '../src/lab/measure/subject';
import type { BenchResult, CaseResult, FamilyResult, Outcome } from './result';

const OURS = 'unroll';

function reading(work: Work, milliseconds: number): string {
  const { value, unit } = readingOf(work, milliseconds);
  return `${digits(value)} ${unit}`;
}

/** Median, and in brackets the 10th (fast) to the 90th percentile of the time. */
function cell(work: Work | undefined, outcome: Outcome | undefined): string {
  if (!outcome) return '';
  if ('failure' in outcome) return `failed: ${outcome.failure}`;
  if (!work || !outcome.timing) return '';
  const { median, p10, p90 } = outcome.timing;
  const [fast = '', slow = ''] = [p10, p90].map(milliseconds => reading(work, milliseconds).split(' ')[0]);
  return `${reading(work, median)} (${fast} – ${slow})`;
}

function medianOf(outcome: Outcome | undefined): number | undefined {
  return outcome && 'timing' in outcome ? outcome.timing?.median : undefined;
}

function factsOf(outcome: Outcome | undefined): Facts {
  return outcome && 'facts' in outcome ? outcome.facts : {};
}

/** The peak of arithmetic: measured beside the row or, in the machine's table, the fastest row. */
function peakOf(result: CaseResult, { name, cases }: FamilyResult): number | undefined {
  if (name !== 'machine') return result.peak;
  return Math.max(...cases.flatMap(each => flopRateOf(each) ?? []));
}

function flopRateOf({ work, outcomes }: CaseResult): number | undefined {
  const median = medianOf(outcomes[OURS]);
  return work?.unit === 'FLOP' && median !== undefined ? rateOf(work, median) : undefined;
}

function shareOf(result: CaseResult, family: FamilyResult): string {
  const rate = flopRateOf(result);
  const peak = peakOf(result, family);
  if (rate === undefined || peak === undefined) return '';
  const share = `${((100 * rate) / peak).toFixed(0)} %`;
  return result.peak === undefined ? share : `${share} of ${digits(peak / 1e9)}`;
}

/** Geometric mean over the rows of both. */
function meanSpeedUp(family: FamilyResult, peer: string): string[] {
  const logarithms = family.cases.flatMap(({ outcomes }) => {
    const own = medianOf(outcomes[OURS]);
    const other = medianOf(outcomes[peer]);
    return own !== undefined && other !== undefined ? [Math.log(other / own)] : [];
  });
  if (logarithms.length < 2) return [];
  const mean = Math.exp(logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length);
  return [`Geometric mean of our speed-up over ${peer}: ${digits(mean)} × (${logarithms.length} rows).`];
}

function row(result: CaseResult, family: FamilyResult, peers: readonly string[], facts: readonly string[]): string[] {
  const { name, work, outcomes } = result;
  const own = medianOf(outcomes[OURS]);
  const faster = peers.map(peer => {
    const other = medianOf(outcomes[peer]);
    return own !== undefined && other !== undefined ? `${digits(other / own)} ×` : '';
  });
  const counts = facts.map(fact => {
    const value = factsOf(outcomes[OURS])[fact];
    return value === undefined ? '' : value.toLocaleString('en', { maximumFractionDigits: 2 });
  });
  return [
    name,
    cell(work, outcomes[OURS]),
    shareOf(result, family),
    ...peers.flatMap((peer, i) => [cell(work, outcomes[peer]), faster[i] ?? '']),
    ...counts,
  ];
}

function table(family: FamilyResult): string {
  const peers = [...new Set(family.cases.flatMap(({ outcomes }) => Object.keys(outcomes)))].filter(
    name => name !== OURS,
  );
  const facts = [...new Set(family.cases.flatMap(({ outcomes }) => Object.keys(factsOf(outcomes[OURS]))))];
  const heading = [
    '',
    OURS,
    family.name === 'machine' ? 'of the best' : 'of peak',
    ...peers.flatMap(peer => [peer, 'our speed-up']),
    ...facts,
  ];
  const rows = [heading, heading.map(() => '---'), ...family.cases.map(each => row(each, family, peers, facts))];
  const used = heading.map((_, column) => column === 0 || rows.slice(2).some(cells => cells[column] !== ''));
  const lines = rows.map(cells => `| ${cells.filter((_, column) => used[column]).join(' | ')} |`);
  const notes = family.cases.filter(({ note }) => note !== undefined).map(({ name, note }) => `${name}. ${note}`);
  const means = peers.flatMap(peer => meanSpeedUp(family, peer));
  const above = family.note === undefined ? [] : [family.note, ''];
  return [`## ${family.title}`, '', ...above, ...lines, ...[...means, ...notes].flatMap(line => ['', line]), ''].join(
    '\n',
  );
}

function samplesOf(result: BenchResult): number {
  const counts = result.families
    .flatMap(({ cases }) => cases)
    .flatMap(({ outcomes }) => Object.values(outcomes))
    .flatMap(outcome => ('timing' in outcome && outcome.timing ? [outcome.timing.samples] : []));
  return Math.max(0, ...counts);
}

/** The numbers as a page of Markdown. */
export function report(result: BenchResult): string {
  const families = result.families.filter(({ cases }) => cases.length > 0);
  const how =
    `${result.adapter}${result.software ? ', a software adapter' : ''}; ${result.browser}; ${result.processors} logical processors. ` +
    'Ours and the peers run on this adapter in one page, in turns, one sample each a round, after warm-up. A sample repeats the work ' +
    `until the clock's grain and the wait for the queue do not count. Figures are medians of ${samplesOf(result)} samples (fewer, but at least 3, ` +
    `where one takes long), in brackets from the fastest tenth to the slowest${result.quick ? '; a quick run, so read them loosely' : ''}. ` +
    `Made by \`npm run bench\`.`;
  return [`# Bench`, '', how, '', ...families.map(table)].join('\n');
}
