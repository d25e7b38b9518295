import { z } from 'zod';
import { meanOf } from '../../statistics';
import { wholeNumber } from '../../tasks/parameters';
import { trainingConfig } from '../config/config';
import { memories } from '../fixed_states/memories';
import { type SignalName, signalNames, signalOf } from '../fixed_states/signals';
import { type Experiment, type ExperimentCall, linesOver } from './experiment';
import { count, percent } from './phrases';
import { seedField } from './recipe';
import { rest } from './rest';

const DRAWN = { key: 'signal', value: 'drawn' };

const lengthField = {
  key: 'length',
  label: 'Length of the signal',
  help: 'How many samples each state reads, one after the other.',
  unit: 'samples',
  min: 64,
  max: 8192,
};

const windowField = {
  key: 'window',
  label: 'Window',
  help: 'How far back LegT holds the signal, and the time in which the random state and LegS with a fixed step fade. LegS needs none.',
  unit: 'samples',
  min: 8,
  max: 8192,
};

const piecesField = {
  key: 'pieces',
  label: 'Waves, steps, or bumps',
  help: 'How many of them the signal has. The more, the more numbers a state needs.',
  min: 1,
  max: 64,
  unless: DRAWN,
};

const signalsField = {
  key: 'signals',
  label: 'Signals',
  help: 'How many signals each state reads, each with the next seed.',
  min: 1,
  max: 32,
  unless: DRAWN,
};

const signalChoice = {
  key: 'signal',
  label: 'Signal',
  help: 'What the states read.',
  options: Object.entries(signalNames).map(([value, label]) => ({ value, label })),
};

/** What the visitor draws over. */
const FLAT = Array.from({ length: 25 }, () => 0);

const signalKey = z.enum(['waves', 'steps', 'bumps', 'drawn']) satisfies z.ZodType<SignalName>;

const schema = z.strictObject({
  signal: signalKey.default('waves'),
  drawn: z
    .array(z.number().min(-1).max(1))
    .min(2)
    .max(256)
    .default(() => FLAT),
  length: wholeNumber(lengthField, 1024),
  window: wholeNumber(windowField, 512),
  pieces: wholeNumber(piecesField, 8),
  signals: wholeNumber(signalsField, 8),
  seed: trainingConfig.shape.seed,
  sizes: z.array(z.int().min(1).max(256)).min(1).max(12).default([4, 8, 16, 32, 64]),
});
type StateParams = z.infer<typeof schema>;

type StateRow = {
  readonly state: string;
  readonly numbers: number;
  /** 'signal': a point of what was read. 'at an age': a point of what is rebuilt. Else the error is that of so much of the signal. */
  readonly part: 'signal' | 'at an age' | 'whole signal' | 'within the window';
  /** Samples before the last one. */
  readonly age: number | null;
  /** Of the first signal, as its last sample is read. */
  readonly value: number | null;
  /** Root of the mean squared error over that of the signal; the mean over the signals, with the least and the largest. */
  readonly error: number | null;
  readonly error_low: number | null;
  readonly error_high: number | null;
};

/** The name of the line of the signal itself. */
const SIGNAL = 'The signal';

/** Ages of the drawn points. */
const AGES = 48;

/** What fixed linear states keep of the past. */
export const fixedStates: Experiment<StateParams, StateRow> = {
  name: 'fixed_states',
  title: 'HiPPO: what a state can rebuild',
  question: 'A state has N numbers and no training. How much of the past can be rebuilt from them?',
  claim:
    'HiPPO chooses the matrices of a linear state so that it holds the best polynomial through the past; a random state of the same size holds less.',
  published: [
    {
      source: 'Gu et al. 2020, HiPPO: Recurrent Memory with Optimal Polynomial Projections, arXiv:2008.07669',
      setting: 'Analysis of HiPPO-LegS, whose N numbers project all of the past up to time t',
      columns: ['finding'],
      rows: [
        ['LegS needs no timescale: a signal that runs twice as fast leads to the same states, twice as early'],
        ['A signal whose first k derivatives are bounded is rebuilt with an error of order t^k N^(−k + 1/2)'],
      ],
    },
  ],
  schema,
  fields: [piecesField, lengthField, windowField, signalsField, seedField],
  choices: [signalChoice],
  sketch: { key: 'drawn', label: 'Drawn signal', only: DRAWN },
  columns: [
    { key: 'state', title: 'State' },
    { key: 'numbers', title: 'Numbers' },
    { key: 'part', title: 'Part' },
    { key: 'age', title: 'Age', unit: 'samples' },
    { key: 'value', title: 'Value rebuilt' },
    { key: 'error', title: 'Error relative to the signal' },
    { key: 'error_low', title: 'least of the signals' },
    { key: 'error_high', title: 'largest' },
  ],
  charts: [
    linesOver('age', 'value', 'The past, rebuilt', '', {
      series: ['state'],
      facet: 'numbers',
      rows: { column: 'part', values: ['signal', 'at an age'] },
    }),
    linesOver('age', 'error', 'Error by age', 'y', {
      series: ['state'],
      facet: 'numbers',
      rows: { column: 'part', values: ['at an age'] },
    }),
    linesOver('numbers', 'error', 'Error by size of the state', 'xy', {
      series: ['state'],
      rows: { column: 'part', values: ['whole signal'] },
      band: { low: 'error_low', high: 'error_high', title: 'least to largest' },
    }),
    linesOver('numbers', 'error', 'Error within the window by size of the state', 'xy', {
      series: ['state'],
      rows: { column: 'part', values: ['within the window'] },
      band: { low: 'error_low', high: 'error_high', title: 'least to largest' },
    }),
  ],
  run,
  summary,
};

async function run({ params, signal: stop, report }: ExperimentCall<StateParams, StateRow>): Promise<void> {
  const { signal, signals, seed, window } = params;
  const seeds = Array.from({ length: signal === 'drawn' ? 1 : signals }, (_, i) => seed + i);
  const read = seeds.map(own => ({ own, f: signalOf(signal, { ...params, seed: own }) }));
  const sizes = [...new Set(params.sizes)].toSorted((a, b) => a - b);
  const total = sizes.length * memories.length * read.length;
  let done = 0;
  for (const N of sizes) {
    for (const row of signalRows(read[0].f, N)) report({ progress: done / total, message: SIGNAL, row });
    for (const { name, rebuild } of memories) {
      const message = `${name}: ${count(N)} numbers`;
      const rebuilt = [];
      for (const { own, f } of read) {
        rebuilt.push({ f, rebuilt: rebuild(f, { N, window, seed: own }) });
        report({ progress: ++done / total, message });
        await rest(stop);
      }
      for (const row of stateRows(name, N, window, rebuilt)) report({ progress: done / total, message, row });
    }
  }
}

interface Rebuilt {
  readonly f: Float64Array;
  readonly rebuilt: Float64Array;
}

function signalRows(f: Float64Array, numbers: number): StateRow[] {
  const none = { error: null, error_low: null, error_high: null };
  return agesOf(f.length).map(age => ({
    ...{ state: SIGNAL, numbers, part: 'signal', age, value: f[f.length - 1 - age] },
    ...none,
  }));
}

/** The rows of a state that has read these signals. */
function stateRows(state: string, numbers: number, window: number, read: readonly Rebuilt[]): StateRow[] {
  const [{ f, rebuilt }] = read;
  const ages = agesOf(f.length);
  const errors = (from: number, to: number) => spread(read.map(one => relativeError(one, from, to)));
  const points = ages.map((age, i): StateRow => {
    const [before, after] = [ages[Math.max(0, i - 1)], ages[Math.min(ages.length - 1, i + 1)]];
    const around = errors(Math.ceil((before + age) / 2), Math.floor((age + after) / 2));
    return { state, numbers, part: 'at an age', age, value: rebuilt[f.length - 1 - age], ...around };
  });
  const whole = { state, numbers, age: null, value: null };
  return [
    ...points,
    { ...whole, part: 'whole signal', ...errors(0, f.length - 1) },
    { ...whole, part: 'within the window', ...errors(0, Math.min(window, f.length) - 1) },
  ];
}

/** Evenly spaced, from 0 to the first sample. */
function agesOf(length: number): number[] {
  const points = Math.min(AGES, length);
  return Array.from({ length: points }, (_, i) => Math.round((i * (length - 1)) / (points - 1)));
}

/** The root of the mean squared error at these ages over that of the whole signal; over 1 for a signal that is 0. */
function relativeError({ f, rebuilt }: Rebuilt, from: number, to: number): number {
  let error = 0;
  for (let age = from; age <= to; age++) error += (rebuilt[f.length - 1 - age] - f[f.length - 1 - age]) ** 2;
  const size = f.reduce((sum, value) => sum + value ** 2, 0) / f.length;
  return Math.sqrt(error / (to - from + 1) / (size > 0 ? size : 1));
}

function spread(errors: readonly number[]): Pick<StateRow, 'error' | 'error_low' | 'error_high'> {
  return { error: meanOf(errors), error_low: Math.min(...errors), error_high: Math.max(...errors) };
}

function summary(rows: readonly StateRow[], { signal, signals, window }: StateParams): string[] {
  const most = Math.max(...rows.map(({ numbers }) => numbers));
  const own = rows.filter(({ numbers }) => numbers === most);
  const over = signal === 'drawn' || signals === 1 ? '' : ` over ${count(signals)} signals`;
  const words = ({ error, error_low, error_high }: StateRow): string =>
    `${share(error)}${over === '' ? '' : ` (${share(error_low)} to ${share(error_high)}${over})`}`;
  return memories.flatMap(({ name }) => {
    const part = (wanted: StateRow['part']) => own.find(row => row.state === name && row.part === wanted);
    const [whole, within] = [part('whole signal'), part('within the window')];
    if (!whole || !within) return [];
    const last = `its last ${count(window)} samples to ${words(within)}`;
    return [
      `${name} with ${count(most)} numbers rebuilds the signal with an error of ${words(whole)} of its size, ${last}.`,
    ];
  });
}

function share(error: number | null): string {
  return error === null ? 'not measured' : percent(error);
}
