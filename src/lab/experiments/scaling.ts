import { z } from 'zod';
import { trainingFlops } from '../../models/cost';
import { meanOf } from '../../statistics';
import { openTask } from '../../tasks/registry';
import { taskConfig } from '../config/config';
import { repeat } from '../config/stacks';
import { contendersLike } from './contenders';
import { type Experiment, type ExperimentCall, linesOver } from './experiment';
import { fitPowerLaw } from './fit';
import { pointsOf } from './growth';
import { count, fitted, namesOf, ONE_SEED, tooFew } from './phrases';
import { batchField, rateField, recipe, seedField, trainingOf } from './recipe';
import { scaledFamily, sizeFamily } from './scaled_family';
import {
  LOSS_BAND,
  type LossCells,
  lossCells,
  lossColumns,
  lossSpread,
  seedList,
  seedsColumn,
  seedsField,
} from './seeds';
import { type TrainedFigures, trainCell } from './train_cell';

const MOST_STEPS = 1_000_000;
/** FLOPs per parameter and token: a multiply-add forward and two backward. */
const FLOPS_PER_PARAMETER = 6;

const { steps: _, ...training } = recipe({
  steps: 1,
  batch: 16,
  lr: 3e-3,
  schedule: 'cosine',
  weight_decay: 0.1,
});

const schema = z.strictObject({
  task: taskConfig.prefault({ name: 'text', source: 'moby-dick', length: 128 }),
  /** Target numbers of parameters, smallest first. */
  sizes: z.array(z.int().min(500).max(10_000_000)).min(1).max(12).default([4000, 6700, 11300, 19000, 32000]),
  /** A size of P parameters trains on this many tokens times P. */
  tokens_per_parameter: z.number().positive().max(1000).default(20),
  /** What all families of a size share: training FLOPs (6 P per token), or tokens and steps. */
  match: z.enum(['flops', 'steps']).default('flops'),
  ...training,
  contenders: contendersLike(
    scaledFamily,
    [
      { name: 'Mamba', blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
      { name: 'Transformer++', blocks: repeat(1, { mixer: 'attention', heads: 4 }), mlp_ratio: 8 / 3 },
      { name: 'S4D', blocks: repeat(2, { mixer: 's4d', d_state: 16 }) },
      { name: 'LSTM', blocks: repeat(2, { mixer: 'lstm' }) },
    ],
    8,
  ),
});
type ScalingParams = z.infer<typeof schema>;

type ScalingRow = LossCells & {
  readonly contender: string;
  readonly width: number;
  readonly parameters: number;
  readonly steps: number;
  readonly tokens: number;
  readonly flops: number;
  readonly bits: number | null;
  readonly seeds: number;
  readonly seconds: number;
  readonly status: 'measured' | 'diverged';
};

/** Loss against training FLOPs for each family. */
export const scaling: Experiment<ScalingParams, ScalingRow> = {
  name: 'scaling',
  title: 'Scaling',
  question: 'Which loss does each family reach for the same number of training operations, and how does it scale?',
  claim: 'Mamba matches Transformer++ per training FLOP.',
  published: [
    {
      source: 'Gu and Dao 2023, Mamba, arXiv:2312.00752, section 4.2.1 and Figure 4',
      setting:
        'The Pile, 125M to 1.3B parameters, 2.5B to 26B tokens; Transformer++ is RoPE, SwiGLU, RMSNorm, no bias, and the improved training recipe',
      columns: ['finding'],
      rows: [['Mamba matches Transformer++, the more so the longer the sequences']],
    },
  ],
  schema,
  fields: [
    {
      key: 'tokens_per_parameter',
      label: 'Tokens per parameter',
      help: 'How long each size trains: its training operations are six times its parameters squared times this number.',
      min: 1,
      max: 1000,
      options: [5, 10, 20, 40],
    },
    batchField,
    rateField,
    seedField,
    seedsField,
  ],
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'width', title: 'Width (D)' },
    { key: 'parameters', title: 'Parameters' },
    { key: 'steps', title: 'Steps' },
    { key: 'tokens', title: 'Tokens' },
    { key: 'flops', title: 'Training operations', unit: 'FLOP' },
    ...lossColumns,
    { key: 'bits', title: 'Validation loss', unit: 'bits' },
    seedsColumn,
    { key: 'seconds', title: 'Training time', unit: 's' },
    { key: 'status', title: 'Status' },
  ],
  charts: [linesOver('flops', 'loss', 'Loss against training operations', 'xy', { band: LOSS_BAND })],
  run,
  summary,
};

async function run(call: ExperimentCall<ScalingParams, ScalingRow>): Promise<void> {
  const { instruments, materials, params, report } = call;
  const seeds = seedList(params);
  const tasks = await Promise.all(seeds.map(seed => openTask(params.task, seed, materials)));
  const [task] = tasks;
  if (!task) return;
  const V = task.vocabulary.size;
  const tokensPerStep = params.batch * task.length;
  const runs = params.sizes.flatMap(size =>
    params.contenders.map(family => {
      const { config, model, parameters } = sizeFamily(family, V, size);
      const perStep = trainingFlops(model, task.length) * tokensPerStep;
      const tokens = size * params.tokens_per_parameter;
      const wanted =
        params.match === 'flops' ? (FLOPS_PER_PARAMETER * size * tokens) / perStep : tokens / tokensPerStep;
      const steps = Math.min(MOST_STEPS, Math.max(1, Math.round(wanted)));
      return { size, config, parameters, steps, flops: steps * perStep, lr: family.lr };
    }),
  );
  instruments.checkTraining(
    runs.map(({ config }) => config),
    task,
    params.batch,
  );
  const total = seeds.length * runs.reduce((sum, { flops }) => sum + flops, 0);
  let spent = 0;
  for (const { size, config, parameters, steps, flops, lr } of runs) {
    const what = `${config.name}, ${count(parameters)} parameters`;
    const onTurn = (done: number): void =>
      report({
        progress: (spent + done * flops) / total,
        message: `${what}: step ${count(done * steps)} of ${count(steps)}`,
      });
    const figures: TrainedFigures[] = [];
    for (const [ordinal, task] of tasks.entries()) {
      const seed = seeds[ordinal] ?? params.seed;
      const job = { task, contender: config, training: trainingOf({ ...params, steps, seed }, lr) };
      figures.push(await trainCell(call, [config.name, size, seed], job, onTurn));
      spent += flops;
    }
    const losses = lossCells(figures.map(({ loss }) => loss));
    const { loss } = losses;
    // Seeds take the same steps unless one diverges.
    const done = meanOf(figures.map(own => own.steps));
    const row: ScalingRow = {
      contender: config.name,
      width: config.d_model,
      parameters,
      steps: done,
      tokens: done * tokensPerStep,
      flops: (flops * done) / steps,
      ...losses,
      bits: loss === null ? null : loss / Math.LN2,
      seeds: seeds.length,
      seconds: figures.reduce((sum, own) => sum + own.seconds, 0),
      status: loss === null ? 'diverged' : 'measured',
    };
    report({
      progress: spent / total,
      message: `${what}: ${loss === null ? 'diverged' : `loss ${loss.toFixed(3)}`}`,
      row,
    });
  }
}

function summary(rows: readonly ScalingRow[]): string[] {
  const sentences = namesOf(rows).map(name => {
    const own = rows.filter(({ contender }) => contender === name);
    const law = fitPowerLaw(
      pointsOf(
        own,
        row => row.flops,
        row => row.loss,
      ),
    );
    const last = own.findLast(({ loss }) => loss !== null);
    if (!last) return `${name}: no loss, it diverged.`;
    const reached = `${last.loss?.toFixed(3)} nats${lossSpread(last)} at ${last.flops.toExponential(2)} FLOPs`;
    const exponent = law ? fitted(law.exponent, law, 3) : tooFew(own.filter(({ loss }) => loss !== null).length);
    return `${name}: ${reached}; exponent of loss against FLOPs: ${exponent}.`;
  });
  const single = rows.filter(({ loss, seeds }) => loss !== null && seeds === 1).length;
  return single > 1 ? [...sentences, ONE_SEED] : sentences;
}
