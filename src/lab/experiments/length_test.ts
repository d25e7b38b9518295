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
import { answers, count, namesOf, percent } from './phrases';
import { batchField, rateField, recipe, seedField, stepsField, trainingOf } from './recipe';
import {
  ACCURACY_BAND,
  type AccuracyCells,
  accuracyCells,
  accuracyColumns,
  seedList,
  seedsColumn,
  seedsField,
} from './seeds';
import { trainToEnd } from './train_to_end';
import { whenNeeded } from './when_needed';

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
export type LengthRow = AccuracyCells & {
  readonly contender: string;
  readonly length: number;
  /** Of all seeds. */
  readonly scored: number;
  readonly sequences: number;
  readonly seeds: number;
  readonly seconds: number | null;
  readonly status: LengthTested['status'];
};

const lengthTested = z.strictObject({
  accuracy: z.number().nullable(),
  scored: z.number(),
  sequences: z.number(),
  seconds: z.number().nullable(),
  status: z.enum(['measured', 'out of memory budget', 'out of time budget', 'diverged']),
});
/** One seed at one length. */
type LengthTested = Readonly<z.infer<typeof lengthTested>>;

const NOT_TESTED = { accuracy: null, scored: 0, sequences: 0, seconds: null } as const;

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
  ...accuracyColumns,
  { key: 'scored', title: 'Answers scored' },
  { key: 'sequences', title: 'Sequences read' },
  seedsColumn,
  { key: 'seconds', title: 'Time', unit: 's' },
  { key: 'status', title: 'Status' },
];

const charts: readonly Chart[] = [
  { kind: 'heatmap', title: 'Accuracy', x: 'length', y: 'contender', value: 'accuracy' },
  linesOver('length', 'accuracy', 'Accuracy over length', 'x', { band: ACCURACY_BAND }),
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
    fields: [trainLengthField, longestField, stepsField, batchField, rateField, seedField, seedsField],
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
    await trainAndTest(call, contender, done => (index + done) / params.contenders.length);
  }
}

/** Tests every seed of a contender. With the last seed each length becomes a row. */
async function trainAndTest(
  call: ExperimentCall<LengthParams, LengthRow>,
  contender: ExperimentContender,
  progressAt: (done: number) => number,
): Promise<void> {
  const { params, report } = call;
  const { name } = contender;
  const seeds = seedList(params);
  const tested = new Map<number, LengthTested[]>();
  for (const [ordinal, seed] of seeds.entries()) {
    const at = (done: number): number => progressAt((ordinal + done) / seeds.length);
    await testSeed(call, contender, seed, at, (length, own, progress) => {
      const all = [...(tested.get(length) ?? []), own];
      tested.set(length, all);
      const row = rowOf(name, length, all);
      report({
        progress,
        message: `${name}: ${describe(row)}`,
        ...(all.length === seeds.length && { row }),
      });
    });
  }
}

async function testSeed(
  { instruments, materials, params, report, once }: ExperimentCall<LengthParams, LengthRow>,
  contender: ExperimentContender,
  seed: number,
  progressAt: (done: number) => number,
  onTested: (length: number, tested: LengthTested, progress: number) => void,
): Promise<void> {
  const { name } = contender;
  const onTurn = (done: number): void =>
    report({ progress: progressAt(TRAINING_SHARE * done), message: `${name}: trained ${percent(done)}` });
  const train = async () => {
    const task = await openTask({ ...params.task, length: params.train_length }, seed, materials);
    return await trainToEnd(
      instruments,
      { task, contender, training: trainingOf({ ...params, seed }, contender.lr) },
      onTurn,
    );
  };
  await whenNeeded(
    train,
    trained => trained.contender.destroy(),
    async get => {
      const lengths = lengthsOf(params);
      let slow = false;
      for (const [i, length] of lengths.entries()) {
        const test = async (): Promise<LengthTested> => {
          const trained = await get();
          if (trained.diverged) return { ...NOT_TESTED, status: 'diverged' };
          const task = await openTask(taskAt(params.task, length), seed, materials);
          return { ...NOT_TESTED, ...(await trained.contender.score(task, params)) };
        };
        const tooSlow: LengthTested = { ...NOT_TESTED, status: 'out of time budget' };
        const own: LengthTested = slow ? tooSlow : await once([name, seed, length], lengthTested, test);
        slow = slow || (own.seconds ?? 0) > params.seconds;
        onTested(length, own, progressAt(TRAINING_SHARE + ((1 - TRAINING_SHARE) * (i + 1)) / lengths.length));
      }
    },
  );
}

function rowOf(contender: string, length: number, seeds: readonly LengthTested[]): LengthRow {
  const sum = (of: (own: LengthTested) => number): number => seeds.reduce((total, own) => total + of(own), 0);
  const untested = seeds.every(({ seconds }) => seconds === null);
  return {
    contender,
    length,
    ...accuracyCells(
      seeds.map(({ accuracy, scored, sequences }) => ({ accuracy, sequences: Math.min(scored, sequences) })),
    ),
    scored: sum(({ scored }) => scored),
    sequences: sum(({ sequences }) => sequences),
    seeds: seeds.length,
    seconds: untested ? null : sum(({ seconds }) => seconds ?? 0),
    status: seeds.find(({ status }) => status !== 'measured')?.status ?? 'measured',
  };
}

function describe(row: LengthRow): string {
  const { length, accuracy, accuracy_least, accuracy_most, scored, sequences, seeds, status } = row;
  if (accuracy === null) return `${status} at ${count(length)}`;
  const spread =
    seeds > 1 ? `, ${percent(accuracy_least ?? 0)} to ${percent(accuracy_most ?? 0)} over ${seeds} seeds,` : '';
  return `${answers(accuracy, scored, sequences)}${spread} at ${count(length)}`;
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
