import { fitPowerLaw } from '../src/lab/experiments/fit';
import { digits } from '../src/lab/measure/reading';
import { atPosition, POSITIONS } from './positions';
import { geometricMean, medianOf } from './ratios';
import type { BenchResult, CaseResult } from './result';

/** What must be true on two cores without a GPU, and whether it is. */
export interface Bar {
  readonly name: string;
  readonly figure: string;
  readonly wanted: string;
  readonly holds: boolean;
}

const ONE = 'Unroll on wasm (1 thread)';
const TWO = 'Unroll on wasm (2 threads)';
const WEBGPU = 'Unroll on WebGPU';
const JAX = 'jax-js on wasm';
const TORCH = 'PyTorch on the CPU';

const CUBE = '512 x 512 -> 512';
/** Contenders whose state does not grow. */
const FIXED_STATE = ['Mamba', 'LSTM', 'Conv'];

type Rows = readonly CaseResult[];

const own = ({ outcomes }: CaseResult): number | undefined => medianOf(outcomes[TWO]);

/** How many times as long the other side takes as two threads, for the rows of both. */
function ratiosTo(other: string, rows: Rows): number[] {
  return rows.flatMap(each => {
    const [ours, its] = [own(each), medianOf(each.outcomes[other])];
    return ours !== undefined && its !== undefined ? [its / ours] : [];
  });
}

/** A figure to be at least, or at most, so much; none where it was not measured. */
function bar(name: string, figure: number | undefined, bound: '≥' | '≤', wanted: number, unit = '×'): Bar[] {
  if (figure === undefined || !Number.isFinite(figure)) return [];
  const holds = bound === '≥' ? figure >= wanted : figure <= wanted;
  return [
    { name, figure: `${digits(figure)} ${unit}`.trim(), wanted: `${bound} ${digits(wanted)} ${unit}`.trim(), holds },
  ];
}

const faster = (name: string, wanted: number, rows: Rows, other: string): Bar[] =>
  bar(name, geometricMean(ratiosTo(other, rows)), '≥', wanted);

function products(rows: Rows): Bar[] {
  const shapes = rows.filter(({ name }) => !name.startsWith(CUBE));
  const cube = rows.filter(({ name }) => name === CUBE);
  return [
    ...faster('products: 512³ over jax-js on wasm', 2, cube, JAX),
    ...faster('products: shapes of training over jax-js on wasm', 1.5, shapes, JAX),
    ...faster('products: shapes of training over WebGPU', 4, shapes, WEBGPU),
    ...faster('products: two threads over one', 1.6, rows, ONE),
  ];
}

function steps(rows: Rows): Bar[] {
  const of = (name: string): Rows => rows.filter(each => each.name.startsWith(name));
  return [
    ...faster('step: transformer over forward and backward of jax-js on wasm', 2, of('transformer'), JAX),
    ...faster('step: transformer over WebGPU', 7, of('transformer'), WEBGPU),
    ...faster('step: LSTM over WebGPU', 8, of('LSTM'), WEBGPU),
    ...faster('step: Mamba over WebGPU', 6, of('Mamba'), WEBGPU),
    ...faster('step: gated convolution over WebGPU', 6, of('gated'), WEBGPU),
    ...faster('step: transformer over PyTorch', 1 / 3, of('transformer'), TORCH),
    ...faster('step: LSTM over PyTorch', 1 / 3, of('LSTM'), TORCH),
    ...faster("step: Mamba over PyTorch's loop", 4, of('Mamba'), TORCH),
  ];
}

function scans(rows: Rows): Bar[] {
  const time = (name: string): number => {
    const row = rows.find(each => each.name === name);
    return (row && own(row)) ?? Number.NaN;
  };
  const [longest, usual] = [65536, 1024].map(L => time(`B 1, L ${L}, E 64, N 16, forward`) / L);
  const both = rows.flatMap(({ name }) =>
    name.endsWith('and backward') ? [time(name) / time(name.replace(' and backward', ''))] : [],
  );
  return [
    ...bar('scan: time an update at L 65,536 over that at 1,024', (longest ?? Number.NaN) / (usual ?? 1), '≤', 1.2),
    ...bar('scan: forward and backward over forward', Math.max(...both), '≤', 4),
    ...faster('scan: over WebGPU', 4, rows, WEBGPU),
  ];
}

/** How time grows with position: that power of it. */
function growth(rows: Rows, contender: string): number | undefined {
  const points = POSITIONS.flatMap(position => {
    const row = rows.find(({ name }) => name === atPosition(contender, position));
    const y = row && own(row);
    return y === undefined ? [] : [{ x: position, y }];
  });
  return fitPowerLaw(points)?.exponent;
}

function tokens(rows: Rows): Bar[] {
  const near = rows.filter(({ name }) => name.endsWith(atPosition('', POSITIONS[0])));
  return [
    ...bar('token: the least of the contenders over WebGPU', Math.min(...ratiosTo(WEBGPU, near)), '≥', 5),
    ...FIXED_STATE.flatMap(name =>
      bar(`token: ${name}, growth exponent of its time`, growth(rows, name), '≤', 0.1, ''),
    ),
  ];
}

function page(rows: Rows): Bar[] {
  const facts = (name: string): number[] =>
    rows.flatMap(each => (each.name.endsWith(', wasm') ? (each.facts?.[name] ?? []) : []));
  const opened = rows.find(({ name }) => name === 'from opening to the first training step, wasm');
  const [longest] = facts('ms');
  const view = (start: string, most: number): Bar[] => {
    const row = rows.find(({ name }) => name.startsWith(start));
    return bar(`page: ${row?.name ?? start}`, medianOf(row?.outcomes.Chromium), '≤', most, 'ms');
  };
  const fact = (start: string, unit: string, most: number): Bar[] => {
    const row = rows.find(({ name }) => name.startsWith(start));
    return bar(`page: ${row?.name ?? start}`, row?.facts?.[unit], '≤', most, unit);
  };
  return [
    ...bar('page: from opening to the first step', medianOf(opened?.outcomes.Chromium), '≤', 3000, 'ms'),
    ...bar('page: the slowest contender', Math.min(...facts('steps/s')), '≥', 5, 'steps/s'),
    ...bar('page: longest task (0: none above 50 ms)', longest, '≤', 50, 'ms'),
    ...fact('95th percentile of interactions', 'ms', 100),
    ...fact('share of time that the page’s thread', '%', 30),
    ...view('first contentful paint', 1000),
    ...view('from opening until Train', 2000),
    ...view('from the click on Train', 20_000),
    ...view('the table of', 300),
    ...view('the overlay of', 50),
  ];
}

/** The race on WebAssembly may take twice what it takes in Chromium. */
function firefox(rows: Rows): Bar[] {
  const timeOf = (start: string): number | undefined =>
    medianOf(rows.find(({ name }) => name.startsWith(start))?.outcomes.Firefox);
  const facts = (name: string): number[] => rows.flatMap(each => each.facts?.[name] ?? []);
  const growth = rows.flatMap(({ name, facts }) =>
    name.startsWith('Attention, WebGPU') && facts ? [facts['µs/token at 4,096'] / facts['µs/token at 256']] : [],
  );
  return [
    ...bar('Firefox: 200 steps of two tiny contenders on WebGPU', timeOf('200 steps'), '≤', 3400, 'ms'),
    ...bar('Firefox: cached attention, a token at 4,096 over one at 256', growth[0], '≥', 1.5),
    ...bar('Firefox: from opening to the first step, without WebGPU', timeOf('from opening'), '≤', 6000, 'ms'),
    ...bar('Firefox: the slowest contender, without WebGPU', Math.min(...facts('steps/s')), '≥', 2.5, 'steps/s'),
    ...bar('Firefox: longest wait for the page, without WebGPU', facts('ms')[0], '≤', 100, 'ms'),
  ];
}

function keeping(rows: Rows): Bar[] {
  const [copy, step] = ['copy', 'step'].map(what => rows.find(({ name }) => name.startsWith(`a ${what} of`))?.outcomes);
  const share = (medianOf(copy?.[WEBGPU]) ?? Number.NaN) / (medianOf(step?.[WEBGPU]) ?? Number.NaN);
  return [
    ...bar('keeping: a copy of the Moby-Dick race', medianOf(copy?.[TWO]), '≤', 50, 'ms'),
    ...bar('keeping: a copy over a step of the Moby-Dick race, on WebGPU', share, '≤', 0.01),
  ];
}

/** As far as the tables were measured. */
export function barsOf({ families }: BenchResult): Bar[] {
  const rowsOf = (family: string): Rows => families.find(({ name }) => name === family)?.cases ?? [];
  return [
    ...products(rowsOf('matmul')),
    ...steps(rowsOf('training')),
    ...scans(rowsOf('scan')),
    ...tokens(rowsOf('decode')),
    ...keeping(rowsOf('saving')),
    ...page(rowsOf('page')),
    ...firefox(rowsOf('firefox')),
  ];
}
