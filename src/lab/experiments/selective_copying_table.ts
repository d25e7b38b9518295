import { z } from 'zod';
import { MemoryError } from '../../gpu/backend';
import { countParameters } from '../../models/cost';
import { wholeNumber } from '../../tasks/parameters';
import { openTask } from '../../tasks/registry';
import type { OpenTask } from '../../tasks/task';
import { type ContenderConfig, contenderName } from '../config/config';
import { modelOf } from '../config/model_of';
import { convolutions, repeat } from '../config/stacks';
import { contendersLike, experimentContender } from './contenders';
import type { Experiment, ExperimentCall } from './experiment';
import type { Instruments } from './instruments/instruments';
import { intervalCells, intervalColumns } from './intervals';
import { count, interval, percent } from './phrases';
import { recipe, recipeFields, trainingOf } from './recipe';
import { trainToEnd } from './train_to_end';

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

type TableRow = {
  readonly contender: string;
  readonly gate: string;
  readonly layer: string;
  readonly parameters: number;
  readonly steps: number;
  readonly loss: number | null;
  readonly accuracy: number | null;
  /** Wilson's 95 % interval. Tries are the sequences, because answers within one are not independent. */
  readonly accuracy_low: number | null;
  readonly accuracy_high: number | null;
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
    { key: 'loss', title: 'Loss', unit: 'nats' },
    { key: 'accuracy', title: 'Accuracy', unit: 'share' },
    ...intervalColumns,
    { key: 'seconds', title: 'Training time', unit: 's' },
    { key: 'status', title: 'Status' },
  ],
  charts: [{ kind: 'heatmap', title: 'Accuracy', x: 'layer', y: 'gate', value: 'accuracy' }],
  run,
  summary,
};

async function run({ instruments, materials, params, report }: ExperimentCall<TableParams, TableRow>): Promise<void> {
  const { length, copied, vocabulary, seed } = params;
  const task = await openTask({ name: 'selective_copying', length, copied, vocabulary }, seed, materials);
  for (const contender of params.contenders) checkTime(instruments, contender, task, params.batch);
  for (const [index, { gate, layer, lr, ...contender }] of params.contenders.entries()) {
    const at = (done: number): number => (index + done) / params.contenders.length;
    const onTurn = (done: number): void =>
      report({ progress: at(done), message: `${contender.name}: trained ${percent(done)}` });
    const training = trainingOf(params, lr);
    const parameters = countParameters(modelOf(contender, task.vocabulary.size));
    const own = { contender: contender.name, gate, layer, parameters };
    try {
      const trained = await trainToEnd(instruments, { task, contender, training }, onTurn);
      const { steps, seconds } = trained.contender;
      const { loss, accuracy, diverged } = trained;
      trained.contender.destroy();
      const row: TableRow = {
        ...own,
        steps,
        loss,
        accuracy,
        ...intervalCells(accuracy, sequencesOf(params)),
        seconds,
        status: diverged ? 'diverged' : 'measured',
      };
      report({
        progress: at(1),
        message: `${contender.name}: ${accuracy === null ? 'diverged' : percent(accuracy)}`,
        row,
      });
    } catch (error) {
      if (!(error instanceof MemoryError)) throw error;
      const nothing = { steps: 0, loss: null, accuracy: null, ...intervalCells(null, 0), seconds: 0 };
      const row: TableRow = { ...own, ...nothing, status: 'out of memory' };
      report({ progress: at(1), message: `${contender.name}: out of memory`, row });
    }
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
  return rows.map(({ contender, gate, layer, steps, accuracy, status }) => {
    const what = `${contender} (gate ${gate}, layer ${layer})`;
    if (accuracy === null) return `${what}: ${status}.`;
    const spread = `${interval(accuracy, sequences)}, from ${count(sequences)} sequences`;
    return `${what} says ${percent(accuracy)} of ${count(copied)} tokens right among ${count(length)} of noise, after ${count(steps)} steps (${spread}).`;
  });
}
