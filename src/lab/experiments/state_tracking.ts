import { z } from 'zod';
import { doublings } from '../../doublings';
import type { Choice } from '../../field';
import { openTask } from '../../tasks/registry';
import type { TaskConfig } from '../config/config';
import { repeat } from '../config/stacks';
import { trainingFields } from '../config/training_fields';
import { contendersLike, experimentContender } from './contenders';
import { type Experiment, type ExperimentCall, linesOver, type Update } from './experiment';
import { count, percent } from './phrases';
import { parityBeyondTraining } from './published_parity';
import { batchField, rateField, recipe, seedField, stepsField } from './recipe';
import { ACCURACY_BAND, seedsField } from './seeds';
import { type LengthRow, lengthColumns, testLimits, trainAndTest } from './test_lengths';

/** Words of groups, from the easiest to follow to the hardest: their names, and their tasks without lengths. */
const WORDS = {
  parity: { title: 'Parity', task: { name: 'group_words', group: 'Z2' } },
  swaps: { title: 'S3 from swaps', task: { name: 'group_words', group: 'S3', inputs: 'generators' } },
  S3: { title: 'S3', task: { name: 'group_words', group: 'S3' } },
  A5: { title: 'A5', task: { name: 'group_words', group: 'A5' } },
  Z60: { title: 'Clock of 60 hours', task: { name: 'group_words', group: 'Z60', inputs: 'generators' } },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly task: TaskConfig }>>;
type Words = keyof typeof WORDS;

/** Those of which theory says who can follow them. */
const THREE: readonly Words[] = ['parity', 'swaps', 'S3'];

const track: Choice = {
  key: 'track',
  label: 'Words',
  help: 'What is followed: the parity of ones, the order of three things after swaps, or after any rearrangement (S3), even orders of five things (A5), the hour of a clock.',
  options: [
    { value: 'three', label: 'Parity, swaps, S3' },
    ...Object.entries(WORDS).map(([value, { title }]) => ({ value, label: title })),
    { value: 'all', label: 'All' },
  ],
};

/** A contender with this accuracy or more follows the words. */
const TRACKS = 0.99;

const trainLengthField = {
  key: 'train_length',
  label: 'Training length',
  help: 'Elements of a word in training. The contenders are tested at this length and its doublings.',
  min: 2,
  max: 1024,
  unit: 'tokens',
  options: [8, 16, 32, 64, 128],
};
const timesField = {
  key: 'times',
  label: 'Longest test',
  help: 'How many times as long as in training the longest words of the test are.',
  min: 1,
  max: 1024,
  unit: 'times',
  options: [2, 4, 8, 16, 32, 64],
};

const startLength = z.int().min(1).max(1024).nullable();

/** A contender that may begin with words of a length of its own. Absent: with those of all. */
const trackingContender = experimentContender.extend({ start_length: startLength.optional() });

/**
 * A block that writes by the delta rule; β up to 2 gives its state negative eigenvalues. Without a short convolution a token always
 * writes the same, which is what carries over to long words.
 */
const deltas = { mixer: 'deltanet', head_dim: 16, kernel: 1, neg_eigval: true };

const schema = z.strictObject({
  track: z.enum(['three', 'all', 'parity', 'swaps', 'S3', 'A5', 'Z60']).default('three'),
  train_length: z.int().min(trainLengthField.min).max(trainLengthField.max).default(32),
  start_length: startLength.default(8),
  times: z.int().min(timesField.min).max(timesField.max).default(8),
  ...recipe({ steps: 2000, batch: 32, lr: 5e-3, schedule: 'cosine', weight_decay: 0 }),
  ...testLimits,
  contenders: contendersLike(trackingContender, [
    { name: 'LSTM', d_model: 32, blocks: repeat(1, { mixer: 'lstm' }) },
    { name: 'sLSTM', d_model: 32, blocks: repeat(1, { mixer: 'slstm', heads: 1 }) },
    // From short words on its eigenvalues end near −1, but not near enough for long ones; with two writes it finds S3 from short words alone.
    { name: 'DeltaNet ±', d_model: 32, lr: 1e-2, start_length: null, blocks: [{ ...deltas, heads: 2 }] },
    { name: 'DeltaNet ±, 2 writes', d_model: 32, lr: 8e-3, blocks: [{ ...deltas, heads: 4, householder: 2 }] },
    { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
    { name: 'GLA', d_model: 32, blocks: repeat(2, { mixer: 'gla', heads: 2 }) },
    { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
  ]),
});
type TrackingParams = z.infer<typeof schema>;

type TrackingRow = LengthRow & {
  readonly words: string;
  /** Accuracy of the best guess that knows the length. */
  readonly chance: number | null;
};

/** Which families follow a state beyond the trained length. */
export const stateTracking: Experiment<TrackingParams, TrackingRow> = {
  name: 'state_tracking',
  title: 'State tracking',
  question:
    'Which models follow a state, such as parity or the order of three things, on words longer than any in training?',
  claim:
    'LSTM and sLSTM follow any of these states to any length. The delta rule follows those that swaps make if its eigenvalues may be negative, and all orders of three things with two writes a token. A state that only decays follows none.',
  published: [parityBeyondTraining],
  schema,
  fields: [
    trainLengthField,
    trainingFields.start_length,
    timesField,
    stepsField,
    batchField,
    rateField,
    seedField,
    seedsField,
  ],
  choices: [track],
  columns: [{ key: 'words', title: 'Words' }, ...lengthColumns, { key: 'chance', title: 'Chance', unit: 'share' }],
  charts: [
    { kind: 'heatmap', title: 'Accuracy', x: 'length', y: 'contender', value: 'accuracy', facet: 'words' },
    linesOver('length', 'accuracy', 'Accuracy over length', 'x', { facet: 'words', band: ACCURACY_BAND }),
  ],
  run,
  summary,
};

function wordsOf({ track: chosen }: TrackingParams): readonly Words[] {
  switch (chosen) {
    case 'three':
      return THREE;
    case 'all':
      return ['parity', 'swaps', 'S3', 'A5', 'Z60'];
    default:
      return [chosen];
  }
}

async function run(call: ExperimentCall<TrackingParams, TrackingRow>): Promise<void> {
  const { instruments, params, materials, report } = call;
  const { train_length, times } = params;
  const lengths = doublings(train_length, train_length * times);
  const jobs = wordsOf(params).flatMap(words => params.contenders.map(contender => ({ words, contender })));
  for (const words of wordsOf(params)) {
    const task = await openTask({ ...WORDS[words].task, length: train_length }, params.seed, materials);
    instruments.checkTraining(params.contenders, task, params.batch);
  }
  for (const [index, { words, contender }] of jobs.entries()) {
    const { task, title } = WORDS[words];
    // Of a long word the last answer alone is asked: the first ones are no longer than in training.
    const tested = (length: number): TaskConfig => ({ ...task, length, answers: 'last' });
    const chances = new Map<number, number | null>();
    for (const length of lengths) {
      const { chanceAccuracy = null } = await openTask(tested(length), params.seed, materials);
      chances.set(length, chanceAccuracy);
    }
    const job = {
      key: [words, contender.name],
      contender,
      trained: { ...task, length: train_length },
      tested,
      lengths,
    };
    const { start_length = params.start_length } = contender;
    const own = {
      ...call,
      params: { ...params, start_length },
      report: ({ progress, message, row }: Update<LengthRow>): void =>
        report({
          progress,
          message: `${title}, ${message}`,
          row: row && { words: title, ...row, chance: chances.get(row.length) ?? null },
        }),
    };
    await trainAndTest(own, job, done => (index + done) / jobs.length);
  }
}

function summary(rows: readonly TrackingRow[], { train_length }: TrackingParams): string[] {
  const titles = [...new Set(rows.map(({ words }) => words))];
  return titles.map(title => {
    const own = rows.filter(({ words }) => words === title);
    const longest = Math.max(...own.map(({ length }) => length));
    const at = own.filter(({ length }) => length === longest);
    const chance = at.find(row => row.chance !== null)?.chance ?? 0;
    const times = count(longest / train_length);
    return `${title}, words of ${count(longest)}, ${times} × the trained length, chance ${percent(chance)}: ${at.map(verdict).join('; ')}.`;
  });
}

/** 'LSTM 100.0 % (98.5 % to 100.0 %), follows it' */
function verdict(row: TrackingRow): string {
  const { contender, accuracy, accuracy_low, accuracy_high, chance, status } = row;
  if (accuracy === null) return `${contender} ${status}`;
  const [low, high] = [accuracy_low ?? 0, accuracy_high ?? 1];
  const guessing = chance !== null && low <= chance && chance <= high;
  const words = accuracy >= TRACKS ? ', follows it' : guessing ? ', guesses' : '';
  return `${contender} ${percent(accuracy)} (${percent(low)} to ${percent(high)})${words}`;
}
