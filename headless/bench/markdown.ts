import type { BackendKind } from '../../src/gpu/backend';
import type { MeasuredRow, TableName } from '../../src/lab/measure/measured';
import { digits, rateOf, readingOf } from '../../src/lab/measure/reading';

export interface BenchReport {
  readonly adapter: string;
  readonly backend: BackendKind;
  readonly processor: string;
  readonly quick: boolean;
  readonly rows: readonly MeasuredRow[];
}

const TITLES: Readonly<Partial<Record<TableName, string>>> = {
  machine: 'The machine',
  matmul: 'Matrix products: rows x inputs -> outputs',
  training: 'Training steps (B 8, L 128, V 64, D 64)',
  scan: 'Selective scan, per token, channel, and state',
  decode: 'Sampling, a token after 480 (B 1, V 64, D 64)',
};

/** A page of Markdown, a table for each part. */
export function markdown({ adapter, backend, processor, quick, rows }: BenchReport): string {
  const how =
    `${adapter}; backend ${backend}; ${processor}; Node ${process.version}. Figures are medians, in brackets from the fastest tenth of the ` +
    `samples to the slowest. A sample repeats the work until the clock's grain does not count: "15 x 8" are 15 samples of 8 repetitions` +
    `${quick ? '. A quick run, so read it loosely' : ''}.`;
  const peak = Math.max(0, ...rows.filter(({ table }) => table === 'machine').map(flopRateOf));
  const parts = [...new Set(rows.map(({ table }) => table))].map(table => {
    const own = rows.filter(row => row.table === table);
    return [`## ${TITLES[table] ?? table}`, '', ...lines(own, peak), ''].join('\n');
  });
  return ['# Bench', '', how, '', ...parts].join('\n');
}

/** FLOP/s; 0 where no arithmetic was measured. */
function flopRateOf({ flops, timing }: MeasuredRow): number {
  return flops !== undefined && timing ? rateOf({ unit: 'FLOP', amount: flops }, timing.median) : 0;
}

function lines(rows: readonly MeasuredRow[], peak: number): string[] {
  const facts = [...new Set(rows.flatMap(row => Object.keys(row.facts)))];
  const heading = ['', 'median', 'GFLOP/s', 'of the best multiply-adds', 'samples', ...facts];
  const cells = rows.map(row => [
    row.name,
    median(row),
    flopRateOf(row) > 0 ? digits(flopRateOf(row) / 1e9) : '',
    peak > 0 && flopRateOf(row) > 0 ? `${((100 * flopRateOf(row)) / peak).toFixed(0)} %` : '',
    row.timing ? `${row.timing.samples} x ${row.timing.repetitions}` : '',
    ...facts.map(fact => row.facts[fact]?.toLocaleString('en', { maximumFractionDigits: 2 }) ?? ''),
  ]);
  const all = [heading, heading.map(() => '---'), ...cells];
  const used = heading.map((_, column) => column === 0 || cells.some(row => row[column] !== ''));
  return all.map(row => `| ${row.filter((_, column) => used[column]).join(' | ')} |`);
}

function median({ work, timing, failure }: MeasuredRow): string {
  if (failure !== undefined) return `failed: ${failure}`;
  if (!work || !timing) return '';
  const read = (milliseconds: number): string => digits(readingOf(work, milliseconds).value);
  return `${read(timing.median)} ${readingOf(work, timing.median).unit} (${read(timing.p10)} – ${read(timing.p90)})`;
}
