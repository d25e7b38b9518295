import { z } from 'zod';
import { trainingFlops } from '../../models/cost';
import { meanOf } from '../../statistics';
import { openTask } from '../../tasks/registry';
import type { OpenTask } from '../../tasks/task';
import { taskConfig } from '../config/config';
import { repeat } from '../config/stacks';
import { contendersLike } from './contenders';
import { type Experiment, type ExperimentCall, linesOver } from './experiment';
import { fitPowerLaw } from './fit';
import { pointsOf } from './growth';
import { count, fitted, namesOf, ONE_SEED, tooFew } from './phrases';
import { batchField, rateField, recipe, seedField, trainingOf } from './recipe';
import { scaledFamily, sizeFamily } from './scaled_family';
import { bestRate, carriedRate, ratesWords, TRIED_SIZES, type TriedRate } from './scaled_rate';
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
  /**
   * Learning rates to try at the two smallest sizes, with the first seed. Each family keeps its best one there, and carries that of
   * the larger of the two on to the further sizes, in inverse proportion to the width. Empty: the same rate at every size.
   */
  rates: z.array(training.lr.unwrap()).max(8).default([]),
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

const further: readonly z.input<typeof scaledFamily>[] = [
  { name: 'Mamba-2', blocks: repeat(2, { mixer: 'mamba2', d_state: 16 }) },
  { name: 'Gated DeltaNet', blocks: repeat(2, { mixer: 'gated_deltanet', heads: 2 }) },
  {
    name: 'Hybrid',
    blocks: [
      { mixer: 'mamba', d_state: 16 },
      { mixer: 'attention', heads: 4 },
    ],
  },
];

type ScalingRow = LossCells & {
  readonly contender: string;
  readonly width: number;
  readonly parameters: number;
  readonly lr: number;
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
  further,
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
    { key: 'lr', title: 'Learning rate' },
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
      return { size, config, parameters, steps, flops: steps * perStep, lr: family.lr ?? params.lr };
    }),
  );
  instruments.checkTraining(
    runs.map(({ config }) => config),
    task,
    params.batch,
  );
  const { rates } = params;
  const triedAt = rates.length > 0 ? params.sizes.slice(0, TRIED_SIZES) : [];
  const trials = ({ size }: { readonly size: number }): number => (triedAt.includes(size) ? rates.length - 1 : 0);
  const total = runs.reduce((sum, own) => sum + own.flops * (seeds.length + trials(own)), 0);
  /** Of each family, the best rate of the largest size so far. */
  const best = new Map<string, TriedRate>();
  let spent = 0;
  for (const { size, config, parameters, steps, flops, lr: own } of runs) {
    const { name, d_model: width } = config;
    const what = `${name}, ${count(parameters)} parameters`;
    const onTurn = (done: number): void =>
      report({
        progress: (spent + done * flops) / total,
        message: `${what}: step ${count(done * steps)} of ${count(steps)}`,
      });
    const train = async (task: OpenTask, seed: number, lr: number): Promise<TrainedFigures> => {
      const job = { task, contender: config, training: trainingOf({ ...params, steps, seed }, lr) };
      return await trainCell(call, [name, size, lr, seed], job, onTurn);
    };
    if (triedAt.includes(size)) {
      const tried: TriedRate[] = [];
      for (const lr of rates) {
        tried.push({ lr, width, loss: (await train(task, params.seed, lr)).loss });
        spent += flops;
      }
      // The first seed of the best one has trained.
      spent -= flops;
      const found = bestRate(tried);
      if (found) best.set(name, found);
    }
    const known = best.get(name);
    const lr = known ? carriedRate(known, width) : own;
    const figures: TrainedFigures[] = [];
    for (const [ordinal, task] of tasks.entries()) {
      figures.push(await train(task, seeds[ordinal] ?? params.seed, lr));
      spent += flops;
    }
    const losses = lossCells(figures.map(({ loss }) => loss));
    const { loss } = losses;
    // Seeds take the same steps unless one diverges.
    const done = meanOf(figures.map(own => own.steps));
    const row: ScalingRow = {
      contender: name,
      width,
      parameters,
      lr,
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

function summary(rows: readonly ScalingRow[], { rates }: ScalingParams): string[] {
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
  const chosen = rates.length > 0 ? [ratesWords(rates)] : [];
  return [...sentences, ...chosen, ...(single > 1 ? [ONE_SEED] : [])];
}
