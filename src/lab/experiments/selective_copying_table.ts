import { z } from 'zod';
import { MemoryError } from '../../gpu/backend';
import { countParameters } from '../../models/cost';
import { meanOf } from '../../statistics';
import { wholeNumber } from '../../tasks/parameters';
import { openTask } from '../../tasks/registry';
import type { OpenTask } from '../../tasks/task';
import { type ContenderConfig, contenderName } from '../config/config';
import { modelOf } from '../config/model_of';
import { convolutions, repeat } from '../config/stacks';
import { contendersLike, experimentContender } from './contenders';
import type { Experiment, ExperimentCall } from './experiment';
import type { Instruments } from './instruments/instruments';
import { count, interval, percent } from './phrases';
import { recipe, recipeFields, trainingOf } from './recipe';
import {
  type AccuracyCells,
  accuracyCells,
  accuracyColumns,
  type LossCells,
  lossCells,
  lossColumns,
  seedList,
  seedsColumn,
} from './seeds';
import { type TrainedFigures, trainCell } from './train_cell';

/** A line of the table: the gate of the block, and the layer that mixes its tokens. */
const line = experimentContender.extend({ gate: contenderName, layer: contenderName });

/** Mamba's scan without selection: Δ, B, and C the same for every token. */
const timeInvariant = { selective_dt: false, selective_B: false, selective_C: false };

/** Two blocks of Mamba with parts switched off. */
function ablation(
  gate: string,
  layer: string,
  name: string,
  off: Readonly<Record<string, unknown>>,
): z.input<typeof line> {
  return { gate, layer, name, d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16, ...off }) };
}

const noiseField = {
  key: 'length',
  label: 'Noise',
  help: 'How many noise tokens lie among the tokens to copy.',
  min: 1,
  max: 4096,
  unit: 'tokens',
  options: [16, 32, 48, 64, 128, 256],
};

const schema = z.strictObject({
  /** Noise tokens; the sequence has `noise` + 2 `copied` tokens. */
  length: wholeNumber(noiseField, 48),
  copied: z.int().min(1).max(1024).default(8),
  vocabulary: z.int().min(3).max(1024).default(16),
  ...recipe({ steps: 1800, batch: 32, lr: 1e-2, schedule: 'cosine' }),
  contenders: contendersLike(line, [
    ablation('no gate', 'LTI', 'LTI without a gate', { gate: 'none', ...timeInvariant }),
    ablation('no gate', 'S6', 'S6 without a gate', { gate: 'none' }),
    ablation('Mamba', 'LTI', 'LTI in Mamba', timeInvariant),
    ablation('Mamba', 'S6', 'Mamba', {}),
    {
      gate: 'GLU',
      layer: 'S4D',
      name: 'S4D',
      d_model: 32,
      lr: 3e-3,
      blocks: repeat(2, { mixer: 's4d', d_state: 16 }),
    },
    { gate: 'WaveNet', layer: 'convolution', name: 'Conv', d_model: 24, blocks: convolutions(1, 4, 16, 16) },
    { gate: 'LSTM', layer: 'LSTM', name: 'LSTM', d_model: 36, blocks: repeat(2, { mixer: 'lstm' }) },
    {
      gate: 'MLP',
      layer: 'attention',
      name: 'Attention',
      d_model: 32,
      lr: 2e-3,
      blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 64 }),
    },
  ]),
});
type TableParams = z.infer<typeof schema>;

/** The other layers of the paper's table and what came later, each about as large as Mamba. */
const further: readonly z.input<typeof line>[] = [
  { gate: 'H3', layer: 'H3', name: 'H3', d_model: 40, lr: 3e-3, blocks: repeat(2, { mixer: 'h3', d_state: 16 }) },
  { gate: 'Hyena', layer: 'Hyena', name: 'Hyena', d_model: 44, lr: 3e-3, blocks: repeat(2, { mixer: 'hyena' }) },
  { gate: 'Mamba-2', layer: 'SSD', name: 'Mamba-2', d_model: 36, blocks: repeat(2, { mixer: 'mamba2', d_state: 16 }) },
  {
    gate: 'Gated DeltaNet',
    layer: 'delta rule',
    name: 'Gated DeltaNet',
    d_model: 24,
    blocks: repeat(2, { mixer: 'gated_deltanet' }),
  },
  attention('Attention, xPos', 'xpos'),
  attention('Attention, ALiBi', 'alibi'),
  attention('Attention, no positions', 'none'),
];

function attention(name: string, positions: string): z.input<typeof line> {
  const block = { mixer: 'attention', heads: 4, mlp: 64, positions };
  return { gate: 'MLP', layer: name.toLowerCase(), name, d_model: 32, lr: 2e-3, blocks: repeat(2, block) };
}

type TableRow = LossCells &
  AccuracyCells & {
    readonly contender: string;
    readonly gate: string;
    readonly layer: string;
    readonly parameters: number;
    readonly steps: number;
    readonly seeds: number;
    readonly seconds: number;
    readonly status: 'measured' | 'diverged' | 'out of memory';
  };

/** Table 1 of the Mamba paper at toy scale: its gates and layers as ablations of one block, then other families. */
export const selectiveCopyingTable: Experiment<TableParams, TableRow> = {
  name: 'selective_copying_table',
  title: 'Selective copying table',
  question: 'Which layers, with which gates, can pick out the tokens that matter and copy them?',
  claim:
    'A linear time-invariant system cannot choose what to remember. Mamba can: its Δ, B, and C depend on the input.',
  published: [
    {
      source: 'Gu and Dao 2023, Mamba, arXiv:2312.00752, Table 1 and appendix E.1',
      setting:
        'Selective copying of 16 tokens among 4,096, vocabulary 16, two layers, width 64, 400,000 steps of batch 64; accuracy in per cent',
      columns: ['model', 'gate', 'layer', 'accuracy'],
      heatmap: { x: 'layer', y: 'gate', value: 'accuracy' },
      rows: [
        ['S4', 'no gate', 'S4', 18.3],
        ['–', 'no gate', 'S6', 97.0],
        ['H3', 'H3', 'S4', 57.0],
        ['Hyena', 'H3', 'Hyena', 30.1],
        ['–', 'H3', 'S6', 99.7],
        ['–', 'Mamba', 'S4', 56.4],
        ['–', 'Mamba', 'Hyena', 28.4],
        ['Mamba', 'Mamba', 'S6', 99.8],
      ],
    },
  ],
  schema,
  further,
  fields: [
    noiseField,
    {
      key: 'copied',
      label: 'Tokens to copy',
      help: 'How many tokens must be remembered and said again in order.',
      min: 1,
      max: 64,
      unit: 'tokens',
      options: [2, 4, 8, 16],
    },
    ...recipeFields,
  ],
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'gate', title: 'Gate' },
    { key: 'layer', title: 'Layer' },
    { key: 'parameters', title: 'Parameters' },
    { key: 'steps', title: 'Steps' },
    ...lossColumns,
    ...accuracyColumns,
    seedsColumn,
    { key: 'seconds', title: 'Training time', unit: 's' },
    { key: 'status', title: 'Status' },
  ],
  charts: [{ kind: 'heatmap', title: 'Accuracy', x: 'layer', y: 'gate', value: 'accuracy' }],
  run,
  summary,
};

async function run(call: ExperimentCall<TableParams, TableRow>): Promise<void> {
  const { instruments, materials, params, report } = call;
  const { length, copied, vocabulary } = params;
  const config = { name: 'selective_copying', length, copied, vocabulary };
  const seeds = seedList(params);
  const tasks = await Promise.all(seeds.map(seed => openTask(config, seed, materials)));
  const [task] = tasks;
  if (!task) return;
  for (const contender of params.contenders) checkTime(instruments, contender, task, params.batch);
  for (const [index, { gate, layer, lr, ...contender }] of params.contenders.entries()) {
    const { name } = contender;
    const at = (done: number): number => (index + done) / params.contenders.length;
    const parameters = countParameters(modelOf(contender, task.vocabulary.size));
    const own = { contender: name, gate, layer, parameters, seeds: seeds.length };
    const figures: TrainedFigures[] = [];
    try {
      for (const [ordinal, task] of tasks.entries()) {
        const onTurn = (done: number): void =>
          report({ progress: at((ordinal + done) / seeds.length), message: `${name}: trained ${percent(done)}` });
        const seed = seeds[ordinal] ?? params.seed;
        const job = { task, contender, training: trainingOf({ ...params, seed }, lr) };
        figures.push(await trainCell(call, [name, seed], job, onTurn));
      }
    } catch (error) {
      if (!(error instanceof MemoryError)) throw error;
      const nothing = { steps: 0, ...lossCells([]), ...accuracyCells([]), seconds: 0 };
      const row: TableRow = { ...own, ...nothing, status: 'out of memory' };
      report({ progress: at(1), message: `${name}: out of memory`, row });
      continue;
    }
    const sequences = sequencesOf(params);
    const row: TableRow = {
      ...own,
      steps: meanOf(figures.map(({ steps }) => steps)),
      ...lossCells(figures.map(({ loss }) => loss)),
      ...accuracyCells(figures.map(({ accuracy }) => ({ accuracy, sequences }))),
      seconds: figures.reduce((sum, { seconds }) => sum + seconds, 0),
      status: figures.some(({ diverged }) => diverged) ? 'diverged' : 'measured',
    };
    const words = row.accuracy === null ? 'diverged' : percent(row.accuracy);
    report({ progress: at(1), message: `${name}: ${words}`, row });
  }
}

/**
 * A contender without room becomes a row. One that would hold the adapter too long ends the experiment before it begins: throws
 * ModelError.
 */
function checkTime(instruments: Instruments, contender: ContenderConfig, task: OpenTask, batch: number): void {
  try {
    instruments.checkTraining([contender], task, batch);
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
  }
}

/** Sequences in a validation. */
function sequencesOf(params: TableParams): number {
  return trainingOf(params).validation_batches * params.batch;
}

function summary(rows: readonly TableRow[], params: TableParams): string[] {
  const { length, copied } = params;
  const sequences = sequencesOf(params);
  return rows.map(({ contender, gate, layer, steps, accuracy, accuracy_least, accuracy_most, seeds, status }) => {
    const what = `${contender} (gate ${gate}, layer ${layer})`;
    if (accuracy === null) return `${what}: ${status}.`;
    const of =
      seeds > 1
        ? `${percent(accuracy_least ?? 0)} to ${percent(accuracy_most ?? 0)} over ${seeds} seeds; ${interval(accuracy, seeds * sequences)}, from ${count(seeds * sequences)} sequences`
        : `${interval(accuracy, sequences)}, from ${count(sequences)} sequences`;
    return `${what} says ${percent(accuracy)} of ${count(copied)} tokens right among ${count(length)} of noise, after ${count(steps)} steps (${of}).`;
  });
}
