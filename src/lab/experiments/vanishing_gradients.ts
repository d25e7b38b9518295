import { z } from 'zod';
import { positiveFloat32 } from '../../float32';
import { receptiveField, seenDistances } from '../../models/cost';
import { isScored } from '../../scored';
import { wholeNumber } from '../../tasks/parameters';
import { openTask } from '../../tasks/registry';
import type { Batch } from '../../tasks/task';
import { type TrainingConfig, taskConfig } from '../config/config';
import { repeat } from '../config/stacks';
import { contendersLike, experimentContender } from './contenders';
import { type Experiment, type ExperimentCall, linesOver } from './experiment';
import { fadingWords } from './fading_words';
import { type GradientRow, gradientLook, gradientPoints, gradientRows, LEAST, type Look } from './gradient_rows';
import { looksAt } from './looks';
import { count } from './phrases';
import { batchField, rateField, recipe, seedField, stepsField, trainingOf } from './recipe';
import { seedList, seedsColumn, seedsField } from './seeds';
import { whenNeeded } from './when_needed';

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
  fields: [stepsField, looksField, batchField, rateField, seedField, seedsField],
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'steps', title: 'Steps trained' },
    { key: 'distance', title: 'Distance', unit: 'tokens' },
    { key: 'gradient', title: 'Gradient norm', unit: 'nats per unit of embedding' },
    { key: 'gradient_low', title: 'least of the seeds', unit: 'nats per unit of embedding' },
    { key: 'gradient_high', title: 'most', unit: 'nats per unit of embedding' },
    { key: 'relative', title: 'Relative to distance 1' },
    seedsColumn,
    { key: 'status', title: 'Status' },
  ],
  charts: [
    linesOver('distance', 'gradient', 'Gradient norm', 'y', {
      facet: 'steps',
      band: { low: 'gradient_low', high: 'gradient_high', title: 'least and most of the seeds as a band' },
      floors: [
        { status: 'too small for float32', y: LEAST.float32, name: 'least in float32' },
        { status: 'too small for float64', y: LEAST.float64, name: 'least in float64' },
      ],
    }),
  ],
  run,
  summary: fadingWords,
};

async function run(call: ExperimentCall<GradientParams, GradientRow>): Promise<void> {
  const { instruments, params, materials } = call;
  const task = await openTask(params.task, params.seed, materials);
  instruments.checkTraining(params.contenders, task, params.batch);
  for (const [index, contender] of params.contenders.entries()) {
    await follow(call, contender, done => (index + done) / params.contenders.length);
  }
}

/** Follows every seed of a contender. With the last seed each look becomes rows. */
async function follow(
  call: ExperimentCall<GradientParams, GradientRow>,
  contender: z.infer<typeof clippedContender>,
  progressAt: (done: number) => number,
): Promise<void> {
  const { params, report } = call;
  const { name } = contender;
  const seeds = seedList(params);
  const looks = new Map<number, Look[]>();
  for (const [ordinal, seed] of seeds.entries()) {
    const at = (done: number): number => progressAt((ordinal + done) / seeds.length);
    await followSeed(call, contender, seed, at, (goal, look, progress) => {
      const all = [...(looks.get(goal) ?? []), look];
      looks.set(goal, all);
      const message = `${name}: gradients after ${count(look.steps)} steps`;
      if (all.length < seeds.length) report({ progress, message });
      else for (const row of gradientRows(name, look.steps, all)) report({ progress, message, row });
    });
  }
}

/** Measures before training, then between its parts. */
async function followSeed(
  { instruments, materials, params, report, once }: ExperimentCall<GradientParams, GradientRow>,
  { lr, clip_norm = params.clip_norm, ...config }: z.infer<typeof clippedContender>,
  seed: number,
  progressAt: (done: number) => number,
  onLook: (goal: number, look: Look, progress: number) => void,
): Promise<void> {
  const { name } = config;
  const training: TrainingConfig = { ...trainingOf({ ...params, seed }, lr), clip_norm };
  const onTurn = (done: number): void => report({ progress: progressAt(done), message: `${name}: training` });
  const open = async () => {
    const task = await openTask(params.task, seed, materials);
    const contender = await instruments.contender({ task, contender: config, training });
    try {
      return { task, contender, probe: await contender.probe() };
    } catch (error) {
      contender.destroy();
      throw error;
    }
  };
  const close = ({ contender, probe }: Awaited<ReturnType<typeof open>>): void => {
    probe.destroy();
    contender.destroy();
  };
  const goals = looksAt(training.steps, params.looks);
  await whenNeeded(open, close, async get => {
    for (const [index, goal] of goals.entries()) {
      const look = await once([name, seed, goal], gradientLook, async (): Promise<Look> => {
        const { task, contender, probe } = await get();
        const { diverged } = await contender.trainUpTo(goal, onTurn);
        const batch = answeredAtEnd(task.batch('validation', 0, params.batch), task.length);
        const back = task.length - 1;
        const norms = await probe.norms(batch, back);
        const { model, steps } = contender;
        const sight = { field: receptiveField(model), seen: seenDistances(model, back) };
        const how = { ...sight, numbers: instruments.numbers, rounding: probe.rounding, diverged };
        return { steps, diverged, points: gradientPoints(norms.reverse(), how) };
      });
      const { steps, diverged } = look;
      onLook(goal, look, progressAt(index === goals.length - 1 ? 1 : steps / training.steps));
      if (diverged) break;
    }
  });
}

/** Tasks whose answer is not always last get a target at the last position. */
function answeredAtEnd({ tokens, targets }: Batch, L: number): Batch {
  return { tokens, targets: targets.map((target, i) => (i % L === L - 1 && !isScored(target) ? 0 : target)) };
}
