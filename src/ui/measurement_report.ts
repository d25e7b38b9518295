import { type MeasuredRow, type TableName, tableNames } from '../lab/measure/measured';
import { digits, rateOf, readingOf } from '../lab/measure/reading';
import type { Facts } from '../lab/measure/subject';
import { quantile } from '../quantile';
import { bytes, milliseconds } from './format';

/** A table of the report, with its numbers as text. */
export interface ReportTable {
  readonly name: TableName;
  readonly title: string;
  readonly note: string;
  /** The heading of the column of shares; null: no row has a share. */
  readonly shareTitle: string | null;
  readonly rows: readonly ReportRow[];
}

export interface ReportRow {
  readonly name: string;
  /** '5.31 GFLOP/s'; empty if the row has only counts. */
  readonly median: string;
  /** From fast to slow, which for a rate is downwards: '5.40 – 5.02'. */
  readonly spread: string;
  /** Samples and the repetitions in each: '7 × 24'. */
  readonly repeats: string;
  /** FLOP/s as a share of the machine's own peak; null if the row has no FLOPs or there is no peak yet. */
  readonly share: number | null;
  /** '41 dispatches', '7.12 MiB planned'. */
  readonly counts: readonly string[];
  readonly failure: string | null;
}

const words: Readonly<Record<TableName, readonly [title: string, note: string]>> = {
  machine: [
    'The machine',
    'The fastest row of multiply-adds is this machine’s peak. The shares below are shares of that peak. A copied byte counts twice: it is read and written.',
  ],
  matmul: ['Matrix products', 'Rows × inputs → outputs of a linear layer in 32-bit floats, as in training.'],
  training: [
    'Training steps',
    'One step at batch 8, length 128, vocabulary 64, width 64: forward, backward, clipping, AdamW.',
  ],
  scan: ['Selective scan', 'Mamba’s recurrence: time for one token, channel, and state.'],
  decode: ['Sampling', 'Time per token of one sequence with carried state, each token chosen on the device.'],
  bytes: [
    'Memory of training',
    'What training plans at length 512, compared with the least that it needs: parameters, gradients, both moments of AdamW, and the activations that backward reads.',
  ],
};

/** FLOP/s of the fastest row of multiply-adds; undefined before it is measured. */
export function peakOf(rows: readonly MeasuredRow[]): number | undefined {
  const rates = rows.flatMap(({ table, work, timing }) =>
    table === 'machine' && work?.unit === 'FLOP' && timing ? [rateOf(work, timing.median)] : [],
  );
  return rates.length > 0 ? Math.max(...rates) : undefined;
}

/** The tables that have rows. */
export function reportOf(rows: readonly MeasuredRow[]): ReportTable[] {
  const peak = peakOf(rows);
  return tableNames.flatMap(name => {
    const own = rows.filter(({ table }) => table === name).map(row => readRow(row, peak));
    const [title, note] = words[name];
    const shares = own.some(({ share }) => share !== null);
    const shareTitle = shares ? (name === 'machine' ? 'of the fastest' : 'of your machine’s peak') : null;
    return own.length > 0 ? [{ name, title, note, shareTitle, rows: own }] : [];
  });
}

function readRow(row: MeasuredRow, peak: number | undefined): ReportRow {
  const { work, timing, flops, facts, failure = null } = row;
  const name = row.name.replaceAll(' x ', ' × ').replaceAll('->', '→');
  const counts = countWords(facts, work?.unit === 'token');
  if (!work || !timing) return { name, median: '', spread: '', repeats: '', share: null, counts, failure };
  const { value, unit } = readingOf(work, timing.median);
  const ends = [timing.p10, timing.p90].map(time => digits(readingOf(work, time).value));
  return {
    name,
    median: `${digits(value)} ${unit}`,
    spread: ends.join(' – '),
    repeats: `${timing.samples} × ${timing.repetitions}`,
    share: flops !== undefined && peak !== undefined ? flops / (timing.median / 1000) / peak : null,
    counts,
    failure,
  };
}

function countWords(facts: Facts, perToken: boolean): string[] {
  const known = Object.entries(facts).filter(([, value]) => Number.isFinite(value));
  return known.map(([fact, value]) => {
    const number = value.toLocaleString('en', { maximumFractionDigits: value < 1 ? 3 : 2 });
    if (fact.endsWith(' bytes')) return `${bytes(value)} ${fact.slice(0, -' bytes'.length)}`;
    if (fact === 'planned / least') return `${value.toFixed(2)} × the least`;
    if (fact === 'dispatches')
      return `${number} ${value === 1 ? 'dispatch' : 'dispatches'}${perToken ? ' a token' : ''}`;
    return `${number} ${fact}`;
  });
}

/** '43 %', '0.4 %'. */
export function shareWords(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

/** How the numbers were measured. */
export function methodOf(rows: readonly MeasuredRow[]): string {
  const waits = rows.flatMap(({ timing }) => (timing && timing.roundTrip > 0 ? [timing.roundTrip] : []));
  if (waits.length === 0) return METHOD;
  const [median, most] = [quantile(waits, 0.5), Math.max(...waits)];
  return `${METHOD} The idle round trip, from submit to answer without work, is part of every sample: ${milliseconds(median)} (median), ${milliseconds(most)} (most). A sample is at least 20 times as long.`;
}

const METHOD =
  'Wall-clock time on your adapter, with nothing else running on this page. Each case runs once to warm up; then a sample repeats it until about ' +
  '60 ms have passed, so that a coarse clock does not matter. Figures are medians of 7 samples (fewer, but at least 3, if one takes long), ' +
  'with the fastest and the slowest tenth, and samples × repetitions.';
