import { z } from 'zod';
import { doublings } from '../../doublings';
import { positiveFloat32 } from '../../float32';
import { receptiveField, seenDistances } from '../../models/cost';
import { isScored } from '../../scored';
import { wholeNumber } from '../../tasks/parameters';
import { openTask } from '../../tasks/registry';
import type { Batch, OpenTask } from '../../tasks/task';
import { type TrainingConfig, taskConfig } from '../config/config';
import { repeat } from '../config/stacks';
import { contendersLike, experimentContender } from './contenders';
import { type Experiment, type ExperimentCall, linesOver } from './experiment';
import { fitExponential } from './fit';
import { pointsOf } from './growth';
import type { GradientNorms, NumberType } from './instruments/instruments';
import { canTell, count, fitted, namesOf, tooFew } from './phrases';
import { batchField, rateField, recipe, seedField, stepsField, trainingOf } from './recipe';

/** A contender, with its own clipping where the common one does not suit it; null: no clipping. */
const clippedContender = experimentContender.extend({
  clip_norm: positiveFloat32.max(1e6).nullable().optional(),
});

const looksField = {
  key: 'looks',
  label: 'Measurements while training',
  help: 'How often gradients are measured during training, at equal distances, at most once a step. They are always measured before the first step, too.',
  min: 0,
  max: 100,
};

const schema = z.strictObject({
  task: taskConfig.prefault({ name: 'induction_heads', length: 128, vocabulary: 16 }),
  ...recipe({ steps: 200, batch: 16, lr: 3e-3 }),
  /** Measures the gradients before the first step, and this many times during training, evenly spaced. */
  looks: wholeNumber(looksField, 2),
  contenders: contendersLike(clippedContender, [
    { name: 'RNN', d_model: 32, blocks: repeat(1, { mixer: 'rnn' }) },
    { name: 'RNN, not clipped', d_model: 32, blocks: repeat(1, { mixer: 'rnn' }), clip_norm: null },
    { name: 'LSTM', d_model: 32, blocks: repeat(1, { mixer: 'lstm' }) },
    { name: 'S4D', d_model: 32, blocks: repeat(1, { mixer: 's4d', d_state: 16 }) },
    { name: 'Mamba', d_model: 32, blocks: repeat(1, { mixer: 'mamba', d_state: 16 }) },
  ]),
});
type GradientParams = z.infer<typeof schema>;

type GradientRow = {
  readonly contender: string;
  readonly steps: number;
  readonly distance: number;
  /** Norm of the gradient of the loss at the last position, with respect to the embedding that many tokens back. */
  readonly gradient: number | null;
  /** Relative to the gradient one token back. */
  readonly relative: number | null;
  readonly status: GradientStatus;
};

/** Why a norm has no figure. */
type GradientStatus =
  | 'measured'
  | 'beyond receptive field'
  | 'between taps'
  | 'diverged'
  | `too ${'small' | 'large'} for ${NumberType}`
  | `below the rounding of ${NumberType}`;

/**
 * The least measurable norm. In float32 it is a thousand times the least normal number: a device may treat smaller parts as 0,
 * and the norm must exceed that loss. In float64 its square must be above 0, too.
 */
const LEAST = { float32: 2 ** -116, float64: 2 ** -500 } as const satisfies Record<NumberType, number>;

/** How far back the loss has a gradient. */
export const vanishingGradients: Experiment<GradientParams, GradientRow> = {
  name: 'vanishing_gradients',
  title: 'Vanishing gradients',
  question: 'How much does a token from long ago still change the loss? Does training change that?',
  claim: 'The gradients of an RNN vanish or explode with distance; gates and linear recurrences keep them alive.',
  published: [
    {
      source:
        'Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent neural networks, arXiv:1211.5063',
      setting: 'Analysis of h(t) = W σ(h(t−1)) + …, |σ′| at most γ',
      columns: ['finding'],
      rows: [
        ['Largest singular value of W below 1/γ: gradients vanish exponentially with distance'],
        ['Above 1/γ: gradients may explode; clipping their norm limits that'],
      ],
    },
  ],
  schema,
  fields: [stepsField, looksField, batchField, rateField, seedField],
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'steps', title: 'Steps trained' },
    { key: 'distance', title: 'Distance', unit: 'tokens' },
    { key: 'gradient', title: 'Gradient norm', unit: 'nats per unit of embedding' },
    { key: 'relative', title: 'Relative to distance 1' },
    { key: 'status', title: 'Status' },
  ],
  charts: [
    linesOver('distance', 'gradient', 'Gradient norm', 'y', {
      facet: 'steps',
      floors: [
        { status: 'too small for float32', y: LEAST.float32, name: 'least in float32' },
        { status: 'too small for float64', y: LEAST.float64, name: 'least in float64' },
      ],
    }),
  ],
  run,
  summary,
};

async function run(call: ExperimentCall<GradientParams, GradientRow>): Promise<void> {
  const { instruments, params, materials } = call;
  const task = await openTask(params.task, params.seed, materials);
  instruments.checkTraining(params.contenders, task, params.batch);
  for (const [index, contender] of params.contenders.entries()) {
    await follow(call, task, contender, done => (index + done) / params.contenders.length);
  }
}

/** Measures before training, then between its parts. */
async function follow(
  { instruments, params, report }: ExperimentCall<GradientParams, GradientRow>,
  task: OpenTask,
  { lr, clip_norm = params.clip_norm, ...config }: z.infer<typeof clippedContender>,
  progressAt: (done: number) => number,
): Promise<void> {
  const { name } = config;
  const training: TrainingConfig = { ...trainingOf(params, lr), clip_norm };
  const contender = await instruments.contender({ task, contender: config, training });
  let probe: GradientNorms | undefined;
  try {
    probe = await contender.probe();
    const batch = answeredAtEnd(task.batch('validation', 0, params.batch), task.length);
    const onTurn = (done: number): void => report({ progress: progressAt(done), message: `${name}: training` });
    const goals = looksAt(training.steps, params.looks);
    const back = task.length - 1;
    const sight = { field: receptiveField(contender.model), seen: seenDistances(contender.model, back) };
    for (const [look, goal] of goals.entries()) {
      const { diverged } = await contender.trainUpTo(goal, onTurn);
      const progress = progressAt(look === goals.length - 1 ? 1 : contender.steps / training.steps);
      const norms = await probe.norms(batch, back);
      const how = { ...sight, numbers: instruments.numbers, rounding: probe.rounding, diverged };
      for (const row of gradientRows(name, contender.steps, norms.reverse(), how)) {
        report({ progress, message: `${name}: gradients after ${count(contender.steps)} steps`, row });
      }
      if (diverged) break;
    }
  } finally {
    probe?.destroy();
    contender.destroy();
  }
}

/** Steps after which the gradients are measured, rising, each once. */
function looksAt(steps: number, looks: number): number[] {
  const parts = Array.from({ length: looks }, (_, i) => Math.round((steps * (i + 1)) / looks));
  return [...new Set([0, ...parts])];
}

/** Tasks whose answer is not always last get a target at the last position. */
function answeredAtEnd({ tokens, targets }: Batch, L: number): Batch {
  return { tokens, targets: targets.map((target, i) => (i % L === L - 1 && !isScored(target) ? 0 : target)) };
}

interface Measurement {
  readonly numbers: NumberType;
  /** Tokens that the last position sees, itself included; null: all. */
  readonly field: number | null;
  /** By distance, whether it sees the token there; absent: all of its field. */
  readonly seen?: readonly boolean[];
  /** Norms below this share of the largest are rounding; absent: none are. */
  readonly rounding?: number;
  readonly diverged: boolean;
}

/** norms[distance] */
export function gradientRows(
  contender: string,
  steps: number,
  norms: ArrayLike<number>,
  { numbers, field, seen, rounding = 0, diverged }: Measurement,
): GradientRow[] {
  const largest = Array.from(norms).reduce((most, norm) => Math.max(most, norm), 0);
  const statusAt = (distance: number): GradientStatus => {
    const norm = norms[distance] ?? 0;
    if (diverged) return 'diverged';
    if (field !== null && distance >= field) return 'beyond receptive field';
    if (seen?.[distance] === false) return 'between taps';
    if (!Number.isFinite(norm)) return `too large for ${numbers}`;
    if (norm < LEAST[numbers]) return `too small for ${numbers}`;
    return norm < rounding * largest ? `below the rounding of ${numbers}` : 'measured';
  };
  const valueAt = (distance: number): number | null => {
    const status = statusAt(distance);
    if (status === 'measured') return norms[distance] ?? 0;
    return status === 'beyond receptive field' || status === 'between taps' ? 0 : null;
  };
  const first = norms.length > 1 ? valueAt(1) : null;
  const distances = [0, ...(norms.length > 1 ? doublings(1, norms.length - 1) : [])];
  return distances.map(distance => {
    const gradient = valueAt(distance);
    const relative = first !== null && first > 0 && gradient !== null ? gradient / first : null;
    return { contender, steps, distance, gradient, relative, status: statusAt(distance) };
  });
}

function summary(rows: readonly GradientRow[]): string[] {
  return namesOf(rows).flatMap(name => {
    const own = rows.filter(({ contender }) => contender === name);
    return [...new Set(own.map(({ steps }) => steps))].map(steps =>
      lookWords(
        `${name}, after ${count(steps)} steps`,
        own.filter(row => row.steps === steps),
      ),
    );
  });
}

/** One measurement in words: how much of the gradient is left, where a figure is missing and why, and how fast it fades. */
function lookWords(after: string, seen: readonly GradientRow[]): string {
  const back = seen.filter(({ distance }) => distance > 0);
  const measured = back.filter(({ status }) => status === 'measured');
  const farthest = measured.at(-1);
  const left =
    farthest?.relative != null
      ? [
          `${farthest.relative.toExponential(1)} of the gradient one token back is left at distance ${count(farthest.distance)}`,
        ]
      : [];
  const reasons = [...new Set(back.map(({ status }) => status))].filter(status => status !== 'measured');
  const without = reasons.map(reason =>
    withoutFigure(
      reason,
      placesOf(
        back.filter(({ status }) => status === reason),
        back,
      ),
    ),
  );
  const fit = fitExponential(
    pointsOf(
      measured,
      row => row.distance,
      row => row.gradient,
    ),
  );
  const widest = fit && widestRate(fit.rate, farthest?.distance ?? 1);
  const rate = fit ? fitted(fit.rate, fit, 3, widest) : tooFew(measured.length);
  const factor = fit && canTell(fit, widest) ? `a factor of ${fit.factor.toFixed(3)} a token, ` : '';
  const words = [...left, ...without].join(', ');
  return measured.length > 0 ? `${after}: ${words}; ${factor}exponent ${rate}.` : `${after}: ${words}.`;
}

/** A rate is too uncertain if its interval holds both growth and decay, and they differ over the whole distance. */
function widestRate(rate: number, farthest: number): number {
  return Math.max(Math.abs(rate), Math.LN2 / farthest);
}

/** 'at distance 127', 'at distances 1 and 2'; 'from distance 32 on', if the rows are the last ones. */
function placesOf(rows: readonly GradientRow[], all: readonly GradientRow[]): string {
  const distances = rows.map(({ distance }) => count(distance));
  if (rows.length > 1 && all.slice(-rows.length).every(row => rows.includes(row)))
    return `from distance ${distances[0]} on`;
  return `at distance${rows.length > 1 ? 's' : ''} ${new Intl.ListFormat('en').format(distances)}`;
}

/** 'at distance 127 it is too small for float32' */
function withoutFigure(status: Exclude<GradientStatus, 'measured'>, where: string): string {
  switch (status) {
    case 'diverged':
      return 'it had diverged';
    case 'beyond receptive field':
      return `${where} it is exactly 0, beyond the receptive field`;
    case 'between taps':
      return `${where} it is exactly 0, between the taps`;
    default:
      return `${where} it is ${status}`;
  }
}
