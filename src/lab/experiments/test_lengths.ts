import { z } from 'zod';
import { openTask } from '../../tasks/registry';
import type { TaskConfig } from '../config/config';
import { lastStage, openStages } from '../race/stages';
import type { ExperimentContender } from './contenders';
import type { Column, ExperimentCall } from './experiment';
import type { TestLimits } from './instruments/instruments';
import { answers, count, percent } from './phrases';
import { type Recipe, trainingOf } from './recipe';
import { type AccuracyCells, accuracyCells, accuracyColumns, seedList, seedsColumn } from './seeds';
import { trainToEnd } from './train_to_end';
import { whenNeeded } from './when_needed';

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

/** Columns of such a row. */
export const lengthColumns: readonly Column[] = [
  { key: 'contender', title: 'Contender' },
  { key: 'length', title: 'Length', unit: 'tokens' },
  ...accuracyColumns,
  { key: 'scored', title: 'Answers scored' },
  { key: 'sequences', title: 'Sequences read' },
  seedsColumn,
  { key: 'seconds', title: 'Time', unit: 's' },
  { key: 'status', title: 'Status' },
];

/** Schemas of the limits of a test. */
export const testLimits = {
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

/** Share of a contender's work, for the progress bar. */
const TRAINING_SHARE = 0.5;

/** A contender, what it trains on, and where it is tested. */
export interface LengthJob {
  /** What tells it apart from the other jobs of the experiment. */
  readonly key: readonly (string | number)[];
  readonly contender: ExperimentContender;
  readonly trained: TaskConfig;
  readonly tested: (length: number) => TaskConfig;
  /** Rising. */
  readonly lengths: readonly number[];
}

interface LengthParams extends Recipe, TestLimits {
  /** Length of the task at the first step, from which it doubles; null: its own from the start. */
  readonly start_length: number | null;
  readonly seconds: number;
}

type Call = ExperimentCall<LengthParams, LengthRow>;

/** Trains a contender and tests it with every seed. With the last seed each length becomes a row. */
export async function trainAndTest(call: Call, job: LengthJob, progressAt: (done: number) => number): Promise<void> {
  const { params, report } = call;
  const { name } = job.contender;
  const seeds = seedList(params);
  const tested = new Map<number, LengthTested[]>();
  for (const [ordinal, seed] of seeds.entries()) {
    const at = (done: number): number => progressAt((ordinal + done) / seeds.length);
    await testSeed(call, job, seed, at, (length, own, progress) => {
      const all = [...(tested.get(length) ?? []), own];
      tested.set(length, all);
      const row = rowOf(name, length, all);
      const message = `${name}: ${lengthWords(row)}`;
      report({ progress, message, ...(all.length === seeds.length && { row }) });
    });
  }
}

async function testSeed(
  { instruments, materials, params, report, once }: Call,
  { key, contender, trained: trainedTask, tested, lengths }: LengthJob,
  seed: number,
  progressAt: (done: number) => number,
  onTested: (length: number, tested: LengthTested, progress: number) => void,
): Promise<void> {
  const { name } = contender;
  const onTurn = (done: number): void =>
    report({ progress: progressAt(TRAINING_SHARE * done), message: `${name}: trained ${percent(done)}` });
  const train = async () => {
    const training = { ...trainingOf({ ...params, seed }, contender.lr), start_length: params.start_length };
    const stages = await openStages(trainedTask, training, task => openTask(task, seed, materials));
    const { task } = lastStage(stages);
    return await trainToEnd(instruments, { task, contender, training, stages }, onTurn);
  };
  await whenNeeded(
    train,
    trained => trained.contender.destroy(),
    async get => {
      let slow = false;
      for (const [i, length] of lengths.entries()) {
        const test = async (): Promise<LengthTested> => {
          const trained = await get();
          if (trained.diverged) return { ...NOT_TESTED, status: 'diverged' };
          const task = await openTask(tested(length), seed, materials);
          return { ...NOT_TESTED, ...(await trained.contender.score(task, params)) };
        };
        const tooSlow: LengthTested = { ...NOT_TESTED, status: 'out of time budget' };
        const own: LengthTested = slow ? tooSlow : await once([...key, seed, length], lengthTested, test);
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

/** '100.0 % of 256 answers (95 % interval 98.5 % to 100.0 %) at 64', or why there is no figure. */
export function lengthWords(row: LengthRow): string {
  const { length, accuracy, accuracy_least, accuracy_most, scored, sequences, seeds, status } = row;
  if (accuracy === null) return `${status} at ${count(length)}`;
  const spread =
    seeds > 1 ? `, ${percent(accuracy_least ?? 0)} to ${percent(accuracy_most ?? 0)} over ${seeds} seeds,` : '';
  return `${answers(accuracy, scored, sequences)}${spread} at ${count(length)}`;
}
