import { z } from 'zod';
import { meanOf } from '../../statistics';
import { wholeNumber } from '../../tasks/parameters';
import { openTask } from '../../tasks/registry';
import type { OpenTask } from '../../tasks/task';
import { repeat } from '../config/stacks';
import type { Stages } from '../race/stages';
import { contenders, type ExperimentContender } from './contenders';
import { type Experiment, type ExperimentCall, linesOver } from './experiment';
import { count, namesOf } from './phrases';
import { batchField, rateField, recipe, seedField, stepsField, trainingOf } from './recipe';
import { LOSS_BAND, type LossCells, lossCells, lossColumns, seedList, seedsColumn, seedsField } from './seeds';
import { whenNeeded } from './when_needed';

const shortField = {
  key: 'short',
  label: 'Short',
  help: 'Characters of the sequences that are trained on first. A step has as many characters throughout.',
  min: 8,
  max: 1024,
  unit: 'characters',
  options: [16, 32, 64, 128],
};
const longField = {
  key: 'long',
  label: 'Long',
  help: 'Characters of the sequences that follow. The loss is measured at each of their positions, before and after.',
  min: 16,
  max: 4096,
  unit: 'characters',
  options: [128, 256, 512, 1024],
};
const furtherField = {
  key: 'further',
  label: 'Steps on long sequences',
  help: 'How many steps follow on long sequences.',
  min: 1,
  max: 100_000,
};

const schema = z
  .strictObject({
    short: wholeNumber(shortField, 16),
    long: wholeNumber(longField, 256),
    ...recipe({ steps: 400, batch: 8, lr: 5e-3 }),
    further: wholeNumber(furtherField, 100),
    contenders: contenders([
      { name: 'LSTM', d_model: 48, blocks: repeat(2, { mixer: 'lstm' }) },
      { name: 'RNN', d_model: 64, blocks: repeat(2, { mixer: 'rnn' }) },
    ]),
  })
  .refine(({ short, long }) => short < long, { path: ['long'], message: 'must be above short' });
type LengthParams = z.infer<typeof schema>;

/** The loss at some positions of long sequences, before or after training on such. */
type PositionRow = LossCells & {
  readonly contender: string;
  readonly trained: 'short only' | 'then long';
  readonly steps: number;
  /** In the middle of those that the loss is the mean of, from 1. */
  readonly position: number;
  readonly seeds: number;
  readonly status: 'measured' | 'diverged';
};

/** Groups of positions. */
const GROUPS = 16;

/** One seed's look: nats by group of positions, rising. Empty: it diverged. */
const lookShape = z.array(z.number());

/** Finetuning on longer sequences, as RNNs were trained. */
export const shortThenLong: Experiment<LengthParams, PositionRow> = {
  name: 'short_then_long',
  title: 'Short, then long',
  question:
    'A model has seen short sequences only. What does it make of positions beyond them, and what do some steps on long ones change?',
  claim:
    'RNNs were trained on short sequences and finetuned on longer ones: what they carry on helps at positions that they never trained on.',
  published: [
    {
      source:
        'Li et al. 2022, The Stability-Efficiency Dilemma: Sequence Length Warmup for Training GPT Models, arXiv:2108.06084',
      setting: 'GPT-2 of 117M and 1.5B parameters, sequences from 8 tokens on that grow to full length',
      columns: ['finding'],
      rows: [['Training that begins with short sequences is more stable, at larger batches and learning rates']],
    },
  ],
  schema,
  fields: [shortField, longField, stepsField, furtherField, batchField, rateField, seedField, seedsField],
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'trained', title: 'Trained on' },
    { key: 'steps', title: 'Steps trained' },
    { key: 'position', title: 'Position', unit: 'characters' },
    ...lossColumns,
    seedsColumn,
    { key: 'status', title: 'Status' },
  ],
  charts: [
    linesOver('position', 'loss', 'Loss by position', '', { facet: 'contender', series: ['trained'], band: LOSS_BAND }),
  ],
  run,
  summary,
};

async function run(call: ExperimentCall<LengthParams, PositionRow>): Promise<void> {
  const { instruments, params, materials } = call;
  const open = (length: number, seed: number): Promise<OpenTask> =>
    openTask({ name: 'text', source: 'moby-dick', length }, seed, materials);
  instruments.checkTraining(params.contenders, await open(params.long, params.seed), params.batch);
  for (const [index, contender] of params.contenders.entries()) {
    const at = (done: number): number => (index + done) / params.contenders.length;
    await follow(call, contender, open, at);
  }
}

/** Looks at every seed of a contender twice. With the last seed each look becomes rows. */
async function follow(
  { instruments, params, report, once }: ExperimentCall<LengthParams, PositionRow>,
  { lr, ...contender }: ExperimentContender,
  open: (length: number, seed: number) => Promise<OpenTask>,
  progressAt: (done: number) => number,
): Promise<void> {
  const { short, long, steps, further, batch } = params;
  const { name } = contender;
  const seeds = seedList(params);
  const looks = { 'short only': [] as number[][], 'then long': [] as number[][] };
  for (const [ordinal, seed] of seeds.entries()) {
    const message = `${name}, seed ${seed}: training`;
    const onTurn = (done: number): void => report({ progress: progressAt((ordinal + done) / seeds.length), message });
    const begin = async () => {
      const [first, task] = [await open(short, seed), await open(long, seed)];
      const stages: Stages = [
        { from: 0, task: first, B: Math.round((batch * long) / short), first: 0, streams: false },
        { from: steps, task, B: batch, first: 0, streams: false },
      ];
      const training = trainingOf({ ...params, seed }, lr, steps + further);
      const trainee = await instruments.contender({ task, contender, training, stages });
      try {
        return { trainee, observer: await trainee.observer() };
      } catch (error) {
        trainee.destroy();
        throw error;
      }
    };
    const end = ({ trainee, observer }: Awaited<ReturnType<typeof begin>>): void => {
      observer.destroy();
      trainee.destroy();
    };
    await whenNeeded(begin, end, async get => {
      for (const [trained, goal] of [
        ['short only', steps],
        ['then long', steps + further],
      ] as const) {
        const look = await once([name, seed, trained], lookShape, async () => {
          const { trainee, observer } = await get();
          const { diverged } = await trainee.trainUpTo(goal, onTurn);
          return diverged ? [] : groupMeans((await observer.look()).positions.loss);
        });
        looks[trained].push(look);
        if (ordinal < seeds.length - 1) continue;
        for (const row of rowsOf(name, trained, goal, long, looks[trained])) {
          report({ progress: progressAt(goal / (steps + further)), message, row });
        }
      }
    });
  }
}

/** Means over equal parts of the positions. */
export function groupMeans(loss: ArrayLike<number>): number[] {
  const all = Array.from(loss);
  return Array.from({ length: GROUPS }, (_, i) => {
    const part = all.slice(Math.floor((i * all.length) / GROUPS), Math.floor(((i + 1) * all.length) / GROUPS));
    return meanOf(part.filter(value => !Number.isNaN(value)));
  });
}

function rowsOf(
  contender: string,
  trained: PositionRow['trained'],
  steps: number,
  long: number,
  looks: readonly (readonly number[])[],
): PositionRow[] {
  return Array.from({ length: GROUPS }, (_, i) => {
    const cells = lossCells(looks.map(look => look[i] ?? null));
    const position = Math.round(((i + 0.5) * long) / GROUPS);
    const status = cells.loss === null ? 'diverged' : 'measured';
    return { contender, trained, steps, position, ...cells, seeds: looks.length, status };
  });
}

function summary(rows: readonly PositionRow[], { short, long }: LengthParams): string[] {
  return namesOf(rows).map(name => {
    const beyond = (trained: PositionRow['trained']): string => {
      const own = rows.filter(row => row.contender === name && row.trained === trained && row.position > short);
      const losses = own.flatMap(({ loss }) => loss ?? []);
      const from = own[0]?.steps ?? 0;
      return losses.length === 0
        ? `no figure (${own.length === 0 ? 'not measured yet' : 'diverged'})`
        : `${meanOf(losses).toFixed(3)} nats after ${count(from)} steps`;
    };
    return `${name}, at positions ${count(short + 1)} to ${count(long)}: trained on ${count(short)} alone ${beyond('short only')}, then on ${count(long)} ${beyond('then long')}.`;
  });
}
