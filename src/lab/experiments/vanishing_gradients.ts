import { z } from 'zod';
import { isScored } from '../../scored';
import { openTask } from '../../tasks/registry';
import type { Batch, OpenTask } from '../../tasks/task';
import { type TrainingConfig, taskConfig } from '../config';
import { Contender } from '../contender';
import { GradientProbe } from '../gradient_probe';
import { blocks, checkContenders, contendersLike, experimentContender } from './contenders';
import { doublings } from './doublings';
import type { Experiment, ExperimentCall } from './experiment';
import { fitExponential } from './fit';
import { pointsOf } from './growth';
import { count, namesOf } from './phrases';
import { batchField, rateField, recipe, seedField, stepsField, trainingOf } from './recipe';
import { trainUpTo } from './train_contender';

/** A contender, with clipping of its own where the common one does not suit it; null: none. */
const clippedContender = experimentContender.extend({
  clip_norm: z.number().positive().max(1e6).nullable().optional(),
});

const schema = z.strictObject({
  task: taskConfig.prefault({ name: 'induction_heads', length: 128, vocabulary: 16 }),
  ...recipe({ steps: 200, batch: 16, lr: 3e-3 }),
  /** Looks at the gradients this many times while training, evenly, after looking before the first step. */
  looks: z.int().min(0).max(100).default(2),
  contenders: contendersLike(clippedContender, [
    { name: 'RNN', d_model: 32, blocks: blocks(1, { mixer: 'rnn' }) },
    { name: 'RNN, not clipped', d_model: 32, blocks: blocks(1, { mixer: 'rnn' }), clip_norm: null },
    { name: 'LSTM', d_model: 32, blocks: blocks(1, { mixer: 'lstm' }) },
    { name: 'S4D', d_model: 32, blocks: blocks(1, { mixer: 's4d', d_state: 16 }) },
    { name: 'Mamba', d_model: 32, blocks: blocks(1, { mixer: 'mamba', d_state: 16 }) },
  ]),
});
const looksField = {
  key: 'looks',
  label: 'Looks while training',
  help: 'How often the gradients are looked at while training, evenly, after a look before the first step.',
  min: 0,
  max: 100,
  step: 1,
};

type GradientParams = z.infer<typeof schema>;

type GradientRow = {
  readonly contender: string;
  /** Optimiser steps done. */
  readonly steps: number;
  readonly distance: number;
  /** Of the loss at the last position, with respect to the embedding that many tokens before it. */
  readonly gradient: number;
  /** To the gradient one token before the last. */
  readonly relative: number | null;
};

/** How far back a loss reaches. */
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
        ['Above 1/γ: they may explode, which clipping their norm contains'],
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
  ],
  charts: [
    {
      kind: 'line',
      title: 'Gradient norm',
      x: 'distance',
      y: 'gradient',
      series: ['contender'],
      facet: 'steps',
      log: { x: false, y: true },
    },
  ],
  run,
  summary,
};

async function run(call: ExperimentCall<GradientParams, GradientRow>): Promise<void> {
  const { params, materials } = call;
  const task = await openTask(params.task, params.seed, materials);
  checkContenders(params.contenders, task.vocabulary.size);
  for (const [index, contender] of params.contenders.entries()) {
    await follow(call, task, contender, done => (index + done) / params.contenders.length);
  }
}

/** Looks before training, then between the parts of it. */
async function follow(
  { backend, params, signal, report }: ExperimentCall<GradientParams, GradientRow>,
  task: OpenTask,
  { lr, clip_norm = params.clip_norm, ...config }: z.infer<typeof clippedContender>,
  progressAt: (done: number) => number,
): Promise<void> {
  const { name } = config;
  const training: TrainingConfig = { ...trainingOf(params, lr), clip_norm };
  const contender = await Contender.make(backend, config, task, training, () => {}, 'last');
  let probe: GradientProbe | undefined;
  try {
    const { model, trainer } = contender;
    probe = await GradientProbe.make(backend, model, trainer.parameters, { B: params.batch, L: task.length });
    const batch = answeredAtEnd(task.batch('validation', 0, params.batch), task.length);
    const onTurn = (done: number): void => report({ progress: progressAt(done), message: `${name}: training` });
    for (let look = 0; look <= params.looks; look++) {
      const goal = look === 0 ? 0 : Math.round((training.steps * look) / params.looks);
      await trainUpTo(contender, goal, { training, signal, onTurn });
      const progress = progressAt(contender.steps / training.steps);
      const norms = await probe.norms(batch, task.length - 1);
      for (const row of rowsOf(name, contender.steps, norms.reverse())) {
        report({ progress, message: `${name}: gradients after ${count(contender.steps)} steps`, row });
      }
    }
  } finally {
    probe?.destroy();
    contender.destroy();
  }
}

/** Tasks whose answer is not always last get a token to be asked for there. */
function answeredAtEnd({ tokens, targets }: Batch, L: number): Batch {
  return { tokens, targets: targets.map((target, i) => (i % L === L - 1 && !isScored(target) ? 0 : target)) };
}

/** norms[distance] */
function rowsOf(contender: string, steps: number, norms: Float64Array): GradientRow[] {
  const first = norms[1] ?? 0;
  const distances = [0, ...(norms.length > 1 ? doublings(1, norms.length - 1) : [])];
  return distances.map(distance => {
    const gradient = norms[distance] ?? 0;
    return { contender, steps, distance, gradient, relative: first > 0 ? gradient / first : null };
  });
}

function summary(rows: readonly GradientRow[]): string[] {
  return namesOf(rows).map(name => {
    const own = rows.filter(({ contender }) => contender === name);
    const looks = [...new Set(own.map(({ steps }) => steps))].map(steps => {
      const seen = own.filter(row => row.steps === steps);
      const farthest = seen.at(-1);
      const fit = fitExponential(
        pointsOf(
          seen.filter(({ distance }) => distance > 0),
          row => row.distance,
          row => row.gradient,
        ),
      );
      const rate = fit
        ? `, a factor of ${fit.factor.toFixed(3)} a token (exponent ${Math.log(fit.factor).toFixed(3).replace('-', '−')})`
        : '';
      const share = farthest?.relative?.toExponential(1) ?? 'none';
      return `after ${count(steps)} steps ${share} of it is left at distance ${count(farthest?.distance ?? 0)}${rate}`;
    });
    return `${name}, relative to the gradient one token back: ${looks.join('; ')}.`;
  });
}
