import { z } from 'zod';
import { LONGEST, wholeNumber } from '../../tasks/parameters';
import { openTask } from '../../tasks/registry';
import { type RunConfig, runConfig, type TaskConfig } from '../config/config';
import { modelOf } from '../config/model_of';
import { contendersLike, type ExperimentContender, experimentContender } from './contenders';
import { everyMixer } from './every_mixer';
import { type Experiment, type ExperimentCall, pointsOver } from './experiment';
import { PLAIN_VOCABULARY } from './families';
import { FURTHER, learn, type MemoryCost, measureCost, memoryCost, SHORT } from './measure_memory';
import { count, percent } from './phrases';
import { parityBeyondTraining } from './published_parity';
import { recipe, recipeFields, trainingOf } from './recipe';
import { type AccuracyCells, accuracyCells, type SeedAccuracy, seedList, seedsColumn } from './seeds';

import { testLimits } from './test_lengths';
import { tested } from './test_trained';

const position = {
  key: 'position',
  label: 'Position',
  help: 'State and cost are those of the token at this position.',
  min: 64,
  max: LONGEST / FURTHER,
  unit: 'tokens',
  options: [256, 1024, 4096, 16384],
};
const pairs = {
  key: 'pairs',
  label: 'Pairs',
  help: 'How many pairs a contender must recall.',
  min: 1,
  max: 64,
  options: [2, 4, 8, 16],
};

const { seconds: _, ...limits } = testLimits;

const schema = z.strictObject({
  position: wholeNumber(position, 1024),
  pairs: wholeNumber(pairs, 8),
  /** Longest word of parity in training. */
  word: z.int().min(1).max(1024).default(16),
  /** The tested words are so many times as long. */
  further: z.int().min(1).max(64).default(4),
  /** Tokens of a training step whose time is measured. */
  step_tokens: z.int().multipleOf(SHORT).min(SHORT).max(65536).default(1024),
  samples: z.int().min(3).max(101).default(9),
  ...limits,
  ...recipe({ steps: 800, batch: 32, lr: 5e-3, schedule: 'cosine' }),
  contenders: contendersLike(experimentContender, everyMixer(32), 64),
});
type MapParams = z.infer<typeof schema>;

type MapRow = MemoryCost &
  Shares<'recall'> &
  Shares<'tracking'> & {
    readonly contender: string;
    readonly seeds: number;
  };

/** A share of right answers: the mean of the seeds, and the interval that `accuracyCells` gives it. */
type Shares<K extends string> = Readonly<Record<K | `${K}_low` | `${K}_high`, number | null>>;

interface Priced {
  readonly contender: ExperimentContender;
  readonly cost: MemoryCost;
}

/** A step of one long sequence that takes this many times as long as one of short ones waits for its tokens one by one. */
const CHAIN = 2;

/** The share of an experiment that measures costs. */
const COSTS = 0.05;

/** The races that points open. */
const RECALL = 'recall';
const TRACKING = 'tracking';

/** Places every mixer by what it carries, what a token costs, and what it can recall and track. */
export const mapOfMemories: Experiment<MapParams, MapRow> = {
  name: 'map_of_memories',
  title: 'Map of memories',
  question: 'What does each way to remember carry and cost, and what can it recall and track?',
  claim:
    'A model with a fixed state pays the same for every token and must choose what to keep; attention keeps all and pays for it; a state that only decays cannot track one that flips.',
  published: [parityBeyondTraining],
  schema,
  fields: [pairs, position, ...recipeFields],
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'parameters', title: 'Parameters' },
    { key: 'state', title: 'State', unit: 'bytes' },
    { key: 'growth', title: `State ${FURTHER} times as far`, unit: 'times' },
    { key: 'flops', title: 'Operations per token', unit: 'FLOPs' },
    { key: 'token', title: 'Time per token', unit: 'ms' },
    { key: 'chain', title: 'Step of one sequence over many', unit: 'times' },
    { key: 'recall', title: 'Recall', unit: 'share' },
    { key: 'recall_low', title: 'Recall, 95 % from', unit: 'share' },
    { key: 'recall_high', title: 'to', unit: 'share' },
    { key: 'tracking', title: 'Tracking', unit: 'share' },
    { key: 'tracking_low', title: 'Tracking, 95 % from', unit: 'share' },
    { key: 'tracking_high', title: 'to', unit: 'share' },
    seedsColumn,
  ],
  charts: [
    pointsOver('state', 'recall', 'What it recalls, over what it carries', 'x', RECALL),
    pointsOver(
      'token',
      'tracking',
      'What it tracks beyond its training length, over what a token costs',
      'x',
      'tracking',
    ),
    pointsOver('flops', 'chain', 'How much training waits for one token after the other', 'xy', RECALL),
  ],
  raceOf,
  run,
  summary,
};

function recallTask({ pairs }: MapParams): TaskConfig {
  return { name: 'associative_recall', length: 8 * pairs, pairs, vocabulary: 8 * pairs };
}

function trackingTask({ word }: MapParams, times = 1): TaskConfig {
  // Words of one symbol show which answer belongs to which symbol.
  return { name: 'parity', shortest: times === 1 ? 1 : times * word, length: times * word };
}

function raceOf(opens: string, name: string, params: MapParams): RunConfig | undefined {
  const found = params.contenders.find(contender => contender.name === name);
  if (!found) return undefined;
  const task = opens === TRACKING ? trackingTask(params) : recallTask(params);
  const { lr, ...contender } = found;
  return runConfig.parse({
    task,
    contenders: [contender],
    training: { ...trainingOf(params, lr), validate_every: 50 },
  });
}

async function run(call: ExperimentCall<MapParams, MapRow>): Promise<void> {
  const { instruments, materials, params, report } = call;
  for (const task of [recallTask(params), trackingTask(params)])
    instruments.checkTraining(params.contenders, await openTask(task, params.seed, materials), params.batch);
  for (const [index, { contender, cost }] of (await priced(call)).entries()) {
    const { name } = contender;
    const at = (part: number): number => COSTS + ((1 - COSTS) * (index + part / 2)) / params.contenders.length;
    const recall = await sharesOf(call, contender, 'recall', at);
    const tracking = await sharesOf(call, contender, 'tracking', done => at(1 + done));
    const row = {
      contender: name,
      ...cost,
      recall: recall.accuracy,
      recall_low: recall.accuracy_low,
      recall_high: recall.accuracy_high,
      tracking: tracking.accuracy,
      tracking_low: tracking.accuracy_low,
      tracking_high: tracking.accuracy_high,
      seeds: params.seeds,
    };
    report({ progress: at(2), message: `${name}: done`, row });
  }
}

/** All contenders with their costs, which are measured in one go: a machine's speed drifts over the hours of training. */
async function priced(call: ExperimentCall<MapParams, MapRow>): Promise<Priced[]> {
  const { instruments, params, once, report } = call;
  const done: Priced[] = [];
  for (const contender of params.contenders) {
    const { name } = contender;
    const model = modelOf(contender, PLAIN_VOCABULARY);
    const cost = await once([name, 'cost'], memoryCost, () => measureCost(instruments, name, model, params));
    done.push({ contender, cost });
    report({ progress: (COSTS * done.length) / params.contenders.length, message: `${name}: cost measured` });
  }
  return done;
}

/** The share of right answers over the seeds. */
async function sharesOf(
  { instruments, materials, params, once, report }: ExperimentCall<MapParams, MapRow>,
  contender: ExperimentContender,
  what: 'recall' | 'tracking',
  at: (done: number) => number,
): Promise<AccuracyCells> {
  const { name } = contender;
  const [trainedOn, testedOn] =
    what === 'recall'
      ? [recallTask(params), recallTask(params)]
      : [trackingTask(params), trackingTask(params, params.further)];
  const results: SeedAccuracy[] = [];
  for (const [ordinal, seed] of seedList(params).entries()) {
    const onTurn = (done: number): void =>
      report({ progress: at((ordinal + done) / params.seeds), message: `${name}: ${what}, trained ${percent(done)}` });
    const work = async () => {
      const training = trainingOf({ ...params, seed }, contender.lr);
      const [task, test] = [await openTask(trainedOn, seed, materials), await openTask(testedOn, seed, materials)];
      return await learn(instruments, { task, test, contender, training, limits: params }, onTurn);
    };
    const { accuracy, scored, sequences } = await once([name, what, seed], tested, work);
    results.push({ accuracy, sequences: Math.min(scored, sequences) });
  }
  return accuracyCells(results);
}

/** A contender with at least this share of right answers has learnt a task. */
const MASTERED = 0.95;

function summary(rows: readonly MapRow[], { pairs, word, further, steps, position, seeds }: MapParams): string[] {
  const listed = (own: readonly MapRow[], words: (row: MapRow) => string): string =>
    own.length === 0 ? 'none' : own.map(row => `${row.contender} (${words(row)})`).join(', ');
  const share = (key: 'recall' | 'tracking') => (row: MapRow) => percentWords(row[key]);
  const fixed = rows.filter(({ growth }) => growth === 1);
  const grown = rows.filter(({ growth }) => growth > 1);
  const right = (key: 'recall' | 'tracking') => rows.filter(row => (row[key] ?? 0) >= MASTERED);
  const waits = rows.filter(({ chain }) => chain !== null && chain >= CHAIN);
  return [
    `State at ${count(position)} tokens that does not grow: ${listed(fixed, ({ state }) => `${count(state)} bytes`)}.`,
    `State that grows, over ${FURTHER} times the tokens: ${listed(grown, ({ growth }) => `${growth.toPrecision(2)} times`)}.`,
    `At least ${percent(MASTERED)} of ${pairs} pairs recalled after ${count(steps)} steps: ${listed(right('recall'), share('recall'))}.`,
    `At least ${percent(MASTERED)} of parities right at ${count(further * word)} symbols after ${count(steps)} steps with words of at most ${count(word)}: ${listed(right('tracking'), share('tracking'))}.`,
    `A training step of one long sequence takes at least ${CHAIN} times as long as one of short ones with as many tokens: ${listed(waits, ({ chain }) => `${(chain ?? 0).toPrecision(2)} times`)}.`,
    ...(seeds === 1 ? ['Each accuracy is of one seed; the table has its 95 % interval over sequences.'] : []),
  ];
}

function percentWords(share: number | null): string {
  return share === null ? 'not measured' : percent(share);
}
