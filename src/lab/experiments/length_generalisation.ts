import { z } from 'zod';
import { doublings } from '../../doublings';
import { LONGEST } from '../../tasks/parameters';
import { findTask, openTask } from '../../tasks/registry';
import { type TaskConfig, taskConfig } from '../config/config';
import { convolutions, repeat } from '../config/stacks';
import { trainingFields } from '../config/training_fields';
import { contenders } from './contenders';
import { type Experiment, type ExperimentCall, ExperimentError, linesOver } from './experiment';
import { answers, count, namesOf } from './phrases';
import { batchField, rateField, recipe, seedField, stepsField } from './recipe';
import { ACCURACY_BAND, seedsField } from './seeds';
import { type LengthRow, lengthColumns, lengthWords, testLimits, trainAndTest } from './test_lengths';

/** The paper's ✓. */
const ALL = 100;
const lengths = Array.from({ length: 15 }, (_, i) => 2 ** (6 + i));

/** A row of Table 11, one figure per length; null: out of memory. */
function row(model: string, ...accuracies: number[]): (string | number | null)[][] {
  return lengths.map((length, i) => [model, length, accuracies[i] ?? null]);
}

/** A contender below this at its training length has not learned the task. */
const LEARNED = 0.95;
const length = z.int().min(3).max(LONGEST);
const schema = z.strictObject({
  /** The task without its lengths, which the experiment sets. */
  task: taskConfig.prefault({ name: 'induction_heads', vocabulary: 16 }),
  train_length: length.default(256),
  start_length: length.nullable().default(null),
  longest: length.default(LONGEST),
  /** Tested lengths; null: the training length and the powers of two from 64 to `longest`. */
  lengths: z.array(length).min(1).max(64).nullable().default(null),
  // At 64 tokens the loss is near zero long before the model can keep its state over thousands of tokens (docs/experiments.md).
  ...recipe({ steps: 3000, batch: 8, lr: 4e-3, weight_decay: 0 }),
  ...testLimits,
  contenders: contenders([
    // One block is enough: its short convolution sees the previous token, and the scan keeps the token after the star.
    { name: 'Mamba', d_model: 32, blocks: repeat(1, { mixer: 'mamba', d_state: 16 }) },
    { name: 'S4D', d_model: 32, blocks: repeat(2, { mixer: 's4d', d_state: 16 }) },
    { name: 'LSTM', d_model: 32, blocks: repeat(2, { mixer: 'lstm' }) },
    { name: 'Conv', d_model: 24, blocks: convolutions(1, 4, 16, 64) },
    { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
  ]),
});
type LengthParams = z.infer<typeof schema>;

/** The other families of the paper's table, attention without rotations, and what came later. */
const further = [
  attention('Attention, xPos', 'xpos'),
  attention('Attention, ALiBi', 'alibi'),
  attention('Attention, no positions', 'none'),
  { name: 'H3', d_model: 32, blocks: repeat(2, { mixer: 'h3', d_state: 16 }) },
  { name: 'Hyena', d_model: 32, blocks: repeat(2, { mixer: 'hyena' }) },
  { name: 'Mamba-2', d_model: 32, blocks: repeat(2, { mixer: 'mamba2', d_state: 16 }) },
  { name: 'Gated DeltaNet', d_model: 32, blocks: repeat(2, { mixer: 'gated_deltanet', heads: 2 }) },
];

function attention(name: string, positions: string) {
  return { name, d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4, positions }) };
}

const trainLengthField = {
  key: 'train_length',
  label: 'Training length',
  help: 'The length that the contenders are trained on (for words: the longest).',
  min: 3,
  max: 4096,
  unit: 'tokens',
  options: [16, 32, 40, 64, 128, 256],
};
const longestField = {
  key: 'longest',
  label: 'Longest test',
  help: 'The longest sequences tested; recurrent contenders read them in a stream, whatever their length.',
  min: 64,
  max: LONGEST,
  unit: 'tokens',
  options: [256, 1024, 4096, 16384, 65536, 262144, LONGEST],
};

/** Table 11 of the Mamba paper as an experiment: train at one length, test at others. */
export const lengthGeneralisation: Experiment<LengthParams, LengthRow> = {
  name: 'length_generalisation',
  title: 'Length generalisation',
  question: 'Does a model that learned to look something up in short sequences still find it in much longer ones?',
  claim: 'On induction heads Mamba generalises far beyond the training length.',
  published: [
    {
      source: 'Gu and Dao 2023, Mamba, arXiv:2312.00752, Table 11 and appendix E.1',
      setting:
        'Induction heads, vocabulary 16, two layers, width 64 (Mamba) or 128, trained at 256 tokens with batches of 8 for up to 409,600 steps; accuracy in per cent by test length',
      columns: ['model (parameters)', 'test length', 'accuracy'],
      heatmap: { x: 'test length', y: 'model (parameters)', value: 'accuracy' },
      rows: [
        ...row('Attention, absolute positions (137K)', ALL, 99.6, 100, 58.6, 26.6, 18.8, 9.8, 10.9, 7.8),
        ...row('Attention, RoPE (137K)', ALL, ALL, 100, 83.6, 31.3, 18.4, 8.6, 9.0, 5.5),
        ...row('Attention, xPos (137K)', ALL, ALL, 100, 99.6, 67.6, 25.4, 7.0, 9.0, 7.8),
        ...row('H3 (153K)', ALL, ALL, 100, 80.9, 39.5, 23.8, 14.8, 8.2, 5.9, 6.6, 8.2, 4.7, 8.2, 6.3, 7.4),
        ...row('Hyena (69M)', 97.7, ALL, 100, ALL, 44.1, 12.5, 6.6, 5.1, 7.0, 5.9, 6.6, 6.6, 5.9, 6.3, 9.8),
        ...row('Mamba (74K)', ...lengths.map(() => ALL)),
      ],
    },
  ],
  schema,
  further,
  fields: [
    trainLengthField,
    trainingFields.start_length,
    longestField,
    stepsField,
    batchField,
    rateField,
    seedField,
    seedsField,
  ],
  columns: lengthColumns,
  charts: [
    { kind: 'heatmap', title: 'Accuracy', x: 'length', y: 'contender', value: 'accuracy' },
    linesOver('length', 'accuracy', 'Accuracy over length', 'x', { band: ACCURACY_BAND }),
  ],
  run,
  summary,
};

/** Tested lengths, rising. */
function lengthsOf({ lengths, train_length, longest }: LengthParams): number[] {
  const wanted = lengths ?? [train_length, ...doublings(Math.min(64, longest), longest)];
  return [...new Set(wanted)].sort((a, b) => a - b);
}

/** The task at one length: if its words vary in length, words of exactly that length. */
function taskAt(task: TaskConfig, length: number): TaskConfig {
  const words = findTask(task.name).fields.some(({ key }) => key === 'shortest');
  return words ? { ...task, shortest: length, length } : { ...task, length };
}

async function run(call: ExperimentCall<LengthParams, LengthRow>): Promise<void> {
  const { instruments, params, materials } = call;
  if (!findTask(params.task.name).fields.some(({ key }) => key === 'length')) {
    throw new ExperimentError(`The task ${params.task.name} has no length to change; choose another.`);
  }
  const task = await openTask({ ...params.task, length: params.train_length }, params.seed, materials);
  instruments.checkTraining(params.contenders, task, params.batch);
  for (const [index, contender] of params.contenders.entries()) {
    const job = {
      key: [contender.name],
      contender,
      trained: { ...params.task, length: params.train_length },
      tested: (length: number) => taskAt(params.task, length),
      lengths: lengthsOf(params),
    };
    await trainAndTest(call, job, done => (index + done) / params.contenders.length);
  }
}

function summary(rows: readonly LengthRow[], { train_length, steps }: LengthParams): string[] {
  return namesOf(rows).map(name => {
    const own = rows.filter(({ contender }) => contender === name);
    const home = own.find(({ length }) => length === train_length);
    const diverged = own.filter(({ status }) => status === 'diverged').length;
    if (diverged === own.length) return `${name} diverged; train it with a lower learning rate.`;
    if (home?.accuracy != null && home.accuracy < LEARNED) {
      return `${name} did not learn the task in ${count(steps)} steps: ${answers(home.accuracy, home.scored, home.sequences)} at its training length of ${count(train_length)}.`;
    }
    const longer = own.filter(({ length }) => length > train_length);
    const tested = [...(home ? [home] : []), ...longer].map(lengthWords).join(', ');
    const fix =
      diverged > 0 ? ' Where it diverged its loss is no finite number; train it with a lower learning rate.' : '';
    return `${name}, trained at ${count(train_length)} for ${count(steps)} steps: ${tested || 'tested at shorter lengths only'}.${fix}`;
  });
}
