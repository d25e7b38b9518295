import { z } from 'zod';
import type { Field } from '../../field';
import { positiveFloat32 } from '../../float32';
import { countParameters, stateBytes } from '../../models/cost';
import { wholeNumber } from '../../tasks/parameters';
import { openTask } from '../../tasks/registry';
import type { OpenTask } from '../../tasks/task';
import { modelOf } from '../config/model_of';
import { contendersLike } from './contenders';
import { type Experiment, type ExperimentCall, linesOver } from './experiment';
import { count, percent } from './phrases';
import { further, type RecallContender, recallContender, usual } from './recall_contenders';
import { batchField, recipe, seedField, stepsField, trainingOf } from './recipe';
import {
  ACCURACY_BAND,
  type AccuracyCells,
  accuracyCells,
  accuracyColumns,
  seedList,
  seedsColumn,
  seedsField,
} from './seeds';
import { leastOf } from './swept_cells';
import { testLimits } from './test_lengths';
import { NOTHING_TESTED, tested, testTrained } from './test_trained';
import { trainToEnd } from './train_to_end';

const lengthField: Field = {
  key: 'length',
  label: 'Length',
  help: 'Tokens of a sequence, pairs and questions together; at least four for every pair.',
  min: 8,
  max: 4096,
  unit: 'tokens',
  options: [32, 64, 128, 256, 512],
};

const { lr: _, ...training } = recipe({ steps: 3000, batch: 32, lr: 1e-2, schedule: 'cosine', weight_decay: 0 });

const schema = z.strictObject({
  length: wholeNumber(lengthField, 64),
  vocabulary: z.int().min(4).max(8192).default(64),
  /** Tested numbers of pairs. Training mixes them: powers of two from the least to the largest. */
  pairs: z.array(z.int().min(1).max(1024)).min(1).max(8).default([2, 4, 8]),
  ...training,
  /** Learning rates that the first seed tries, of contenders without one of their own. The one with the least validation loss is used for all seeds. */
  rates: z.array(positiveFloat32.max(1)).min(1).max(8).default([1e-2]),
  ...testLimits,
  contenders: contendersLike(recallContender, usual, 32),
});
type FrontierParams = z.infer<typeof schema>;

type FrontierRow = AccuracyCells & {
  readonly family: string;
  readonly contender: string;
  readonly pairs: number;
  /** That a sequence carries at its end. */
  readonly state_bytes: number;
  readonly parameters: number;
  readonly lr: number | null;
  readonly loss: number | null;
  readonly scored: number;
  readonly sequences: number;
  readonly seeds: number;
  readonly seconds: number;
  readonly status: 'measured' | 'diverged' | 'out of budget';
};

/** One training of a contender, tested at each number of pairs. */
const trial = z.strictObject({
  loss: z.number().nullable(),
  seconds: z.number(),
  tests: z.array(tested),
});
type Trial = Readonly<z.infer<typeof trial>>;

/** Accuracy of recall against the bytes of state. */
export const recallFrontier: Experiment<FrontierParams, FrontierRow> = {
  name: 'recall_frontier',
  title: 'Recall against state',
  question: 'How many pairs can each family recall with how many bytes of state?',
  claim:
    'What a model with a fixed state can recall is limited by the bytes of that state, and the delta rule makes the most of them. Attention recalls all, with a state that grows with every token.',
  published: [
    {
      source:
        'Arora et al. 2024, HazyResearch/zoology, figure of recall against state size (read off by eye, about ± 0.02)',
      setting: 'Multi-query associative recall; numbers of the state, and accuracy',
      columns: ['model', 'numbers of the state', 'accuracy'],
      rows: [
        ['Mamba', 8000, 0.52],
        ['Mamba', 16000, 0.7],
        ['Mamba', 50000, 0.76],
        ['Mamba', 100000, 0.85],
        ['Gated DeltaNet', 17000, 0.89],
        ['Gated DeltaNet', 66000, 0.99],
        ['Attention', null, 1],
      ],
    },
  ],
  schema,
  further,
  fields: [lengthField, stepsField, batchField, seedField, seedsField],
  columns: [
    { key: 'family', title: 'Family' },
    { key: 'contender', title: 'Contender' },
    { key: 'pairs', title: 'Pairs' },
    { key: 'state_bytes', title: 'State at the end', unit: 'bytes' },
    ...accuracyColumns,
    { key: 'scored', title: 'Answers scored' },
    { key: 'sequences', title: 'Sequences read' },
    seedsColumn,
    { key: 'lr', title: 'Learning rate' },
    { key: 'loss', title: 'Validation loss, all pairs', unit: 'nats' },
    { key: 'parameters', title: 'Parameters' },
    { key: 'seconds', title: 'Training time', unit: 's' },
    { key: 'status', title: 'Status' },
  ],
  charts: [
    linesOver('state_bytes', 'accuracy', 'Accuracy against bytes of state', 'x', {
      series: ['family'],
      facet: 'pairs',
      band: ACCURACY_BAND,
    }),
    { kind: 'heatmap', title: 'Accuracy', x: 'pairs', y: 'contender', value: 'accuracy' },
  ],
  run,
  summary,
};

function taskOf({ length, vocabulary, pairs }: FrontierParams) {
  const [fewest_pairs, most] = [Math.min(...pairs), Math.max(...pairs)];
  return { name: 'associative_recall', length, vocabulary, pairs: most, fewest_pairs };
}

async function run(call: ExperimentCall<FrontierParams, FrontierRow>): Promise<void> {
  const { instruments, materials, params, report } = call;
  const task = await openTask(taskOf(params), params.seed, materials);
  instruments.checkTraining(params.contenders, task, params.batch);
  const [first = params.seed, ...others] = seedList(params);
  const ratesOf = ({ lr }: RecallContender): readonly number[] => (lr === undefined ? params.rates : [lr]);
  const trainings = params.contenders.map(contender => ratesOf(contender).length + others.length);
  const total = trainings.reduce((sum, own) => sum + own, 0);
  for (const [index, contender] of params.contenders.entries()) {
    const before = trainings.slice(0, index).reduce((sum, own) => sum + own, 0);
    const progressAt = (done: number): number => (before + done) / total;
    const attempt = async (lr: number, seed: number, ordinal: number): Promise<Trial> => {
      const words = `${contender.name}, learning rate ${lr}, seed ${seed}`;
      const onTurn = (done: number): void =>
        report({ progress: progressAt(ordinal + done), message: `${words}: trained ${percent(done)}` });
      return await tried(call, contender, lr, seed, onTurn);
    };
    const swept: { lr: number; trial: Trial }[] = [];
    for (const lr of ratesOf(contender)) swept.push({ lr, trial: await attempt(lr, first, swept.length) });
    const best = leastOf(swept, ({ trial }) => trial.loss);
    const trials = best ? [best.trial] : [];
    if (best) for (const seed of others) trials.push(await attempt(best.lr, seed, swept.length + trials.length - 1));
    const seconds = [...swept.map(own => own.trial), ...trials.slice(1)].reduce((sum, own) => sum + own.seconds, 0);
    const rows = rowsOf(contender, task, params, { lr: best?.lr ?? null, trials, seconds });
    for (const row of rows)
      report({ progress: progressAt(trainings[index] ?? 0), message: `${contender.name}: measured`, row });
  }
}

/** Trains with one rate and seed, and tests at every number of pairs. */
async function tried(
  { instruments, materials, params, once }: ExperimentCall<FrontierParams, FrontierRow>,
  contender: RecallContender,
  lr: number,
  seed: number,
  onTurn: (done: number) => void,
): Promise<Trial> {
  return await once([contender.name, lr, seed], trial, async () => {
    const task = await openTask(taskOf(params), seed, materials);
    const job = { task, contender, training: trainingOf({ ...params, lr, seed }) };
    const { contender: trained, loss, diverged } = await trainToEnd(instruments, job, onTurn);
    const tests: Trial['tests'] = [];
    try {
      for (const pairs of diverged ? [] : params.pairs) {
        const own = await openTask({ ...taskOf(params), pairs, fewest_pairs: null }, seed, materials);
        tests.push(await testTrained(trained, own, params));
      }
      return { loss: diverged ? null : loss, seconds: trained.seconds, tests };
    } finally {
      trained.destroy();
    }
  });
}

interface Outcome {
  readonly lr: number | null;
  readonly trials: readonly Trial[];
  readonly seconds: number;
}

function rowsOf(
  { family, ...contender }: RecallContender,
  task: OpenTask,
  { pairs, seeds }: FrontierParams,
  { lr, trials, seconds }: Outcome,
): FrontierRow[] {
  const model = modelOf(contender, task.vocabulary.size);
  return pairs.map((number, place) => {
    const tests = trials.map(({ tests }) => tests[place] ?? NOTHING_TESTED);
    const accuracy = accuracyCells(tests);
    const sum = (of: 'scored' | 'sequences'): number => tests.reduce((total, own) => total + own[of], 0);
    const diverged = trials.length === 0 || trials.some(({ loss }) => loss === null);
    return {
      family,
      contender: contender.name,
      pairs: number,
      state_bytes: stateBytes(model, task.length),
      ...accuracy,
      scored: sum('scored'),
      sequences: sum('sequences'),
      seeds,
      lr,
      loss: trials[0]?.loss ?? null,
      parameters: countParameters(model),
      seconds,
      status: accuracy.accuracy !== null ? 'measured' : diverged ? 'diverged' : 'out of budget',
    };
  });
}

function summary(rows: readonly FrontierRow[], params: FrontierParams): string[] {
  const { rates } = params;
  const numbers = [...new Set(rows.map(({ pairs }) => pairs))];
  const sentences = numbers.map(pairs => {
    const own = rows.filter(row => row.pairs === pairs).toSorted((a, b) => a.state_bytes - b.state_bytes);
    const parts = own.map(({ contender, accuracy, state_bytes, status }) => {
      return `${contender} ${accuracy === null ? status : percent(accuracy)} with ${count(state_bytes)}`;
    });
    return `${count(pairs)} ${pairs === 1 ? 'pair' : 'pairs'}, from the least bytes of state to the most: ${parts.join('; ')}.`;
  });
  const edges = rates.length < 3 ? [] : atEdge(rows, rates);
  return [...sentences, ...growing(rows, params), ...edges];
}

/** Which families have a state that grows. */
function growing(rows: readonly FrontierRow[], { contenders, vocabulary, length }: FrontierParams): string[] {
  const measured = contenders.filter(({ name }) => rows.some(({ contender }) => contender === name));
  const grow = measured.filter(({ family: _, ...contender }) => {
    const model = modelOf(contender, vocabulary);
    return stateBytes(model, length) > stateBytes(model, 1);
  });
  const names = [...new Set(grow.map(({ family }) => family))];
  if (names.length === 0) return [];
  return [
    `${names.join(', ')}: the state grows with every token; its bytes are those after ${count(length)}. The others keep theirs.`,
  ];
}

/** Contenders whose best rate was the least or the largest that was tried. */
function atEdge(rows: readonly FrontierRow[], rates: readonly number[]): string[] {
  const bounds = [Math.min(...rates), Math.max(...rates)];
  const names = new Set(rows.filter(({ lr }) => lr !== null && bounds.includes(lr)).map(({ contender }) => contender));
  if (names.size === 0) return [];
  return [
    `The best learning rate was at an edge of those tried, so a better one may lie beyond: ${[...names].join('; ')}.`,
  ];
}
