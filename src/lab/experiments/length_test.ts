import { z } from 'zod';
import { doublings } from '../../doublings';
import { LONGEST } from '../../tasks/parameters';
import { findTask, openTask } from '../../tasks/registry';
import { type TaskConfig, taskConfig } from '../config/config';
import { contenders, type ExperimentContender, type experimentContender } from './contenders';
import {
  type Chart,
  type Column,
  type Experiment,
  type ExperimentCall,
  ExperimentError,
  linesOver,
  type Published,
} from './experiment';
import { intervalCells, intervalColumns } from './intervals';
import { answers, count, namesOf, percent } from './phrases';
import { batchField, rateField, recipe, seedField, stepsField, trainingOf } from './recipe';
import { trainToEnd } from './train_to_end';

/** Parameters of "train at one length, test at others". */
interface LengthTestSetup {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly claim: string;
  readonly published: readonly Published[];
  readonly task: TaskConfig;
  readonly trainLength: number;
  readonly longest: number;
  readonly recipe: Parameters<typeof recipe>[0];
  readonly contenders: readonly z.input<typeof experimentContender>[];
}

/** One contender at one length. */
export type LengthRow = {
  readonly contender: string;
  readonly length: number;
  readonly accuracy: number | null;
  /** Wilson's 95 % interval. Tries are the sequences, because answers within one are not independent. */
  readonly accuracy_low: number | null;
  readonly accuracy_high: number | null;
  readonly scored: number;
  readonly sequences: number;
  readonly seconds: number | null;
  readonly status: 'measured' | 'out of memory budget' | 'out of time budget' | 'diverged';
};

/** A contender below this at its training length has not learned the task. */
const LEARNED = 0.95;
/** Share of a contender's work, for the progress bar. */
const TRAINING_SHARE = 0.5;

function schemaOf(setup: LengthTestSetup) {
  const length = z.int().min(3).max(LONGEST);
  return z.strictObject({
    /** The task without its lengths, which the experiment sets. */
    task: taskConfig.prefault(setup.task),
    train_length: length.default(setup.trainLength),
    longest: length.default(setup.longest),
    /** Tested lengths; null: the training length and the powers of two from 64 to `longest`. */
    lengths: z.array(length).min(1).max(64).nullable().default(null),
    ...recipe(setup.recipe),
    tokens: z
      .int()
      .min(1)
      .max(2 ** 26)
      .default(2 ** 17),
    fewest: z.int().min(1).max(4096).default(4),
    most: z.int().min(1).max(4096).default(256),
    state_megabytes: z.number().positive().max(65536).default(256),
    /** A contender that takes longer than this for one length is not tested on longer ones. */
    seconds: z.number().positive().max(86400).default(100),
    contenders: contenders(setup.contenders),
  });
}

type LengthParams = z.infer<ReturnType<typeof schemaOf>>;

const columns: readonly Column[] = [
  { key: 'contender', title: 'Contender' },
  { key: 'length', title: 'Length', unit: 'tokens' },
  { key: 'accuracy', title: 'Accuracy', unit: 'share' },
  ...intervalColumns,
  { key: 'scored', title: 'Answers scored' },
  { key: 'sequences', title: 'Sequences read' },
  { key: 'seconds', title: 'Time', unit: 's' },
  { key: 'status', title: 'Status' },
];

const charts: readonly Chart[] = [
  { kind: 'heatmap', title: 'Accuracy', x: 'length', y: 'contender', value: 'accuracy' },
  linesOver('length', 'accuracy', 'Accuracy over length', 'x', {
    band: { low: 'accuracy_low', high: 'accuracy_high', title: '95 % interval as a band' },
  }),
];

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

/** Trains each contender at one length and tests it at others. */
export function lengthTest(setup: LengthTestSetup): Experiment<LengthParams, LengthRow> {
  return {
    name: setup.name,
    title: setup.title,
    question: setup.question,
    claim: setup.claim,
    published: setup.published,
    schema: schemaOf(setup),
    fields: [trainLengthField, longestField, stepsField, batchField, rateField, seedField],
    columns,
    charts,
    run,
    summary,
  };
}

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
    await trainAndTest(call, task, contender, done => (index + done) / params.contenders.length);
  }
}

async function trainAndTest(
  { instruments, materials, params, report }: ExperimentCall<LengthParams, LengthRow>,
  task: Awaited<ReturnType<typeof openTask>>,
  contender: ExperimentContender,
  progressAt: (done: number) => number,
): Promise<void> {
  const { name } = contender;
  const training = trainingOf(params, contender.lr);
  const onTurn = (done: number): void =>
    report({ progress: progressAt(TRAINING_SHARE * done), message: `${name}: trained ${percent(done)}` });
  const trained = await trainToEnd(instruments, { task, contender, training }, onTurn);
  try {
    const lengths = lengthsOf(params);
    let slow = false;
    for (const [i, length] of lengths.entries()) {
      const nothing = { accuracy: null, ...intervalCells(null, 0), scored: 0, sequences: 0, seconds: null };
      const empty = { contender: name, length, ...nothing };
      const test = async (): Promise<LengthRow> => {
        if (trained.diverged) return { ...empty, status: 'diverged' };
        if (slow) return { ...empty, status: 'out of time budget' };
        const tested = await openTask(taskAt(params.task, length), params.seed, materials);
        const score = await trained.contender.score(tested, params);
        if (score.status !== 'measured') return { ...empty, ...score };
        return { ...empty, ...score, ...intervalCells(score.accuracy, Math.min(score.scored, score.sequences)) };
      };
      const row = await test();
      slow = slow || (row.seconds ?? 0) > params.seconds;
      const progress = progressAt(TRAINING_SHARE + ((1 - TRAINING_SHARE) * (i + 1)) / lengths.length);
      report({ progress, message: `${name}: ${describe(row)}`, row });
    }
  } finally {
    trained.contender.destroy();
  }
}

function describe({ length, accuracy, scored, sequences, status }: LengthRow): string {
  return `${accuracy === null ? status : answers(accuracy, scored, sequences)} at ${count(length)}`;
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
    const tested = [...(home ? [home] : []), ...longer].map(describe).join(', ');
    const fix =
      diverged > 0 ? ' Where it diverged its loss is no finite number; train it with a lower learning rate.' : '';
    return `${name}, trained at ${count(train_length)} for ${count(steps)} steps: ${tested || 'tested at shorter lengths only'}.${fix}`;
  });
}
