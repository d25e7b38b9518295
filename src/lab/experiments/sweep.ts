import { z } from 'zod';
import { countParameters, trainingFlops } from '../../models/cost';
import { openTask } from '../../tasks/registry';
import type { OpenTask } from '../../tasks/task';
import { type RunConfig, runConfig, taskConfig, trainingConfig } from '../config/config';
import { type Member, membersOf } from '../config/members';
import { modelOf } from '../config/model_of';
import { repeat } from '../config/stacks';
import { settingWords } from '../config/swept_settings';
import { type SweptValue, variantsOf } from '../config/variants';
import { lastStage, openStages, type Stages } from '../race/stages';
import { contenders } from './contenders';
import type { Experiment, ExperimentCall } from './experiment';
import { count, namesOf, ONE_SEED } from './phrases';
import { recipe, recipeFields, trainingOf } from './recipe';
import { type LossCells, lossCells, lossColumns, lossSpread, seedsColumn, spreadOf } from './seeds';
import { leastOf } from './swept_cells';
import { type TrainedFigures, trainCell } from './train_cell';

const axis = z.strictObject({
  setting: z.string().max(100),
  values: z
    .array(z.union([z.number(), z.string().min(1).max(100)]))
    .min(1)
    .max(16),
});

const schema = z.strictObject({
  task: taskConfig.prefault({ name: 'text', source: 'moby-dick', length: 64 }),
  ...recipe({ steps: 200, batch: 16, lr: 3e-3, schedule: 'cosine', weight_decay: 0.1 }),
  /** The first goes across, the second down. */
  axes: z
    .array(axis)
    .min(1)
    .max(2)
    .default([
      { setting: 'training.lr', values: [3e-4, 1e-3, 3e-3, 1e-2] },
      { setting: 'contenders.d_model', values: [16, 32] },
    ]),
  contenders: contenders([
    { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
    { name: 'LSTM', d_model: 32, blocks: repeat(2, { mixer: 'lstm' }) },
  ]),
});
type SweepParams = z.infer<typeof schema>;

type SweepRow = LossCells & {
  readonly contender: string;
  readonly across_setting: string;
  readonly across: SweptValue;
  readonly down_setting: string;
  readonly down: SweptValue;
  readonly accuracy: number | null;
  readonly seeds: number;
  readonly parameters: number;
  readonly seconds: number;
  readonly status: 'measured' | 'diverged';
};

/** Races over a grid of one or two settings. */
export const sweep: Experiment<SweepParams, SweepRow> = {
  name: 'sweep',
  title: 'Sweep',
  question: 'Which learning rate, width, or other setting suits each contender best?',
  claim:
    'Each architecture has a learning rate and a weight decay of its own that suit it, so each is trained over a grid of them before they are compared.',
  published: [
    {
      source: 'Poli et al. 2024, Mechanistic Design and Scaling of Hybrid Architectures (MAD), arXiv:2403.17844',
      setting: 'Six synthetic tasks, batches of 128, 200 epochs, AdamW with a cosine, width 128',
      columns: ['swept setting', 'values'],
      rows: [
        ['learning rate', '1e-4, 5e-4, 1e-3'],
        ['weight decay', '0, 0.1'],
      ],
    },
  ],
  schema,
  fields: recipeFields,
  axes: 'axes',
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'across_setting', title: 'Across' },
    { key: 'across', title: 'its value' },
    { key: 'down_setting', title: 'Down' },
    { key: 'down', title: 'its value' },
    ...lossColumns,
    { key: 'accuracy', title: 'Accuracy', unit: 'share' },
    seedsColumn,
    { key: 'parameters', title: 'Parameters' },
    { key: 'seconds', title: 'Training time', unit: 's' },
    { key: 'status', title: 'Status' },
  ],
  charts: [
    {
      kind: 'heatmap',
      title: 'Validation loss',
      x: 'across',
      y: 'down',
      value: 'loss',
      facet: 'contender',
      names: { x: 'across_setting', y: 'down_setting' },
      scale: 'least is best',
    },
  ],
  run,
  summary,
};

/** All trainings of a contender in one cell of the grid. */
interface Job {
  readonly cell: Pick<SweepRow, 'contender' | 'across_setting' | 'across' | 'down_setting' | 'down'>;
  readonly parameters: number;
  /** FLOPs of all of them. */
  readonly flops: number;
  readonly trainings: readonly { readonly member: Member; readonly stages: Stages }[];
}

async function run(call: ExperimentCall<SweepParams, SweepRow>): Promise<void> {
  const { instruments, materials, params, report } = call;
  const jobs: Job[] = [];
  const opened = new Map<string, OpenTask>();
  for (const { settings, config } of variantsOf(raceOf(params), params.axes)) {
    const members = membersOf(config);
    const trainings = [];
    for (const member of members) {
      const { seed } = member.training;
      const stages = await openStages(config.task, member.training, async task => {
        const key = JSON.stringify([task, seed]);
        const known = opened.get(key) ?? (await openTask(task, seed, materials));
        opened.set(key, known);
        return known;
      });
      for (const { task, B } of stages) instruments.checkTraining([member.config], task, B);
      trainings.push({ member, stages });
    }
    for (const [place, { name }] of config.contenders.entries()) {
      const own = trainings.filter(({ member }) => member.contender === place);
      jobs.push(jobOf(name, settings, own));
    }
  }
  const total = jobs.reduce((sum, { flops }) => sum + flops, 0);
  let spent = 0;
  for (const { cell, parameters, flops, trainings } of jobs) {
    const words = `${cell.contender}: ${cellWords(cell)}`;
    const figures: TrainedFigures[] = [];
    for (const [ordinal, { member, stages }] of trainings.entries()) {
      const onTurn = (done: number): void =>
        report({ progress: (spent + ((ordinal + done) / trainings.length) * flops) / total, message: words });
      const { config: contender, training } = member;
      const { task } = lastStage(stages);
      const key = [cell.contender, cell.across, cell.down, training.seed];
      figures.push(await trainCell(call, key, { task, contender, training, stages }, onTurn));
    }
    spent += flops;
    const losses = lossCells(figures.map(({ loss }) => loss));
    const row: SweepRow = {
      ...cell,
      ...losses,
      accuracy: spreadOf(figures.map(({ accuracy }) => accuracy)).mean,
      seeds: trainings.length,
      parameters,
      seconds: figures.reduce((sum, own) => sum + own.seconds, 0),
      status: losses.loss === null ? 'diverged' : 'measured',
    };
    report({ progress: spent / total, message: words, row });
  }
}

function raceOf({ task, seeds, contenders: list, ...params }: SweepParams): RunConfig {
  return runConfig.parse({
    task,
    contenders: list.map(({ lr, ...contender }) => ({ ...contender, ...(lr !== undefined && { training: { lr } }) })),
    training: trainingConfig.parse({ ...trainingOf({ ...params }), seeds }),
  });
}

function jobOf(name: string, settings: Readonly<Record<string, SweptValue>>, trainings: Job['trainings']): Job {
  const [across, down] = Object.entries(settings);
  const costs = trainings.map(({ member: { config, training }, stages }) => {
    const { task } = lastStage(stages);
    const model = modelOf(config, task.vocabulary.size);
    return { model, flops: trainingFlops(model, task.length) * task.length * training.batch * training.steps };
  });
  return {
    cell: {
      contender: name,
      across_setting: across?.[0] ?? '',
      across: across?.[1] ?? '',
      down_setting: down?.[0] ?? '',
      down: down?.[1] ?? '',
    },
    parameters: costs[0] ? countParameters(costs[0].model) : 0,
    flops: costs.reduce((sum, { flops }) => sum + flops, 0),
    trainings,
  };
}

function cellWords({ across_setting, across, down_setting, down }: Job['cell']): string {
  return [
    settingWords(across_setting, across),
    ...(down_setting === '' ? [] : [settingWords(down_setting, down)]),
  ].join(', ');
}

function summary(rows: readonly SweepRow[], { axes }: Pick<SweepParams, 'axes'>): string[] {
  const cells = axes.reduce((product, { values }) => product * values.length, 1);
  const sentences = namesOf(rows).flatMap(name => {
    const own = rows.filter(({ contender }) => contender === name);
    const measured = own.filter(({ loss }) => loss !== null);
    const best = leastOf(own, ({ loss }) => loss);
    const lost = own.length - measured.length;
    const diverged = lost > 0 ? [`${name} diverged in ${count(lost)} of ${count(own.length)} cells.`] : [];
    if (!best || best.loss === null) return diverged;
    const edge =
      own.length >= cells && measured.length > 1 && atEdge(best, axes)
        ? ' It lies at the edge of the grid, so a better value may lie beyond.'
        : '';
    const soFar = own.length < cells ? `, of ${count(own.length)} of ${count(cells)} cells so far` : '';
    const at = measured.length > 1 ? `${name} is best at` : `${name} at`;
    return [`${at} ${cellWords(best)}: ${best.loss.toFixed(3)} nats${lossSpread(best)}${soFar}.${edge}`, ...diverged];
  });
  const single = rows.filter(({ loss, seeds }) => loss !== null && seeds === 1).length;
  return single > 1 ? [...sentences, ONE_SEED] : sentences;
}

/** Whether the cell has the least or the largest number of an axis with several. */
function atEdge({ across, down }: Pick<SweepRow, 'across' | 'down'>, axes: SweepParams['axes']): boolean {
  return axes.some(({ values: all }, place) => {
    const values = all.filter(value => typeof value === 'number');
    const own = [across, down][place];
    return values.length > 1 && typeof own === 'number' && (own === Math.min(...values) || own === Math.max(...values));
  });
}
