import { z } from 'zod';
import { wholeNumber } from '../../tasks/parameters';
import { openTask } from '../../tasks/registry';
import { repeat } from '../config/stacks';
import { contenders, type ExperimentContender } from './contenders';
import { type Experiment, type ExperimentCall, linesOver } from './experiment';
import { type FormationRow, formationRow, formationWords, type Look, lookShape, UNSEEN } from './formation_rows';
import type { Observed } from './instruments/instruments';
import { looksAt } from './looks';
import { count } from './phrases';
import { batchField, rateField, recipe, seedField, stepsField, trainingOf } from './recipe';
import { seedList, seedsColumn, seedsField } from './seeds';
import { whenNeeded } from './when_needed';

const copyField = {
  key: 'copy',
  label: 'Longest copy',
  help: 'Random tokens of the longest piece that comes again; the shortest has a quarter, and a sequence twice as many.',
  min: 8,
  max: 1024,
  unit: 'tokens',
  options: [16, 32, 64, 128],
};
const looksField = {
  key: 'looks',
  label: 'Looks',
  help: 'How often the contenders are measured while they train, at equal distances, at most once a step. They are always measured before the first step, too.',
  min: 4,
  max: 400,
};

const schema = z.strictObject({
  copy: wholeNumber(copyField, 32),
  vocabulary: z.int().min(8).max(1024).default(64),
  ...recipe({ steps: 2000, batch: 16, lr: 3e-3, weight_decay: 0.01 }),
  looks: wholeNumber(looksField, 40),
  contenders: contenders([
    { name: 'Attention, 2 blocks', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
    { name: 'Attention, 1 block', d_model: 32, blocks: repeat(1, { mixer: 'attention', heads: 4 }) },
    { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
    {
      name: 'Gated DeltaNet',
      d_model: 32,
      blocks: repeat(2, { mixer: 'gated_deltanet', heads: 2, head_dim: 16, expand_v: 1 }),
    },
    { name: 'LSTM', d_model: 32, blocks: repeat(2, { mixer: 'lstm' }) },
  ]),
});
type FormationParams = z.infer<typeof schema>;

function seedBand(key: string) {
  return { low: `${key}_low`, high: `${key}_high`, title: 'least and most of the seeds as a band' };
}

/** When induction heads form. */
export const inductionFormation: Experiment<FormationParams, FormationRow> = {
  name: 'induction_formation',
  title: 'How induction heads form',
  question: 'Does a model learn to look up what followed last time bit by bit, or all at once?',
  claim:
    'In attention with two or more layers induction heads form within a short part of training, and the loss of repeated tokens falls with them (a phase change). One layer does not form them.',
  published: [
    {
      source: 'Olsson et al. 2022, In-context Learning and Induction Heads, arXiv:2209.11895',
      setting: 'Transformers of 1 to 40 layers, trained on text',
      columns: ['finding'],
      rows: [
        [
          'With 2 layers or more, induction heads and in-context learning appear together, in a short window early in training',
        ],
        ['With 1 layer there is no such window'],
      ],
    },
  ],
  schema,
  fields: [copyField, stepsField, looksField, batchField, rateField, seedField, seedsField],
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'steps', title: 'Steps trained' },
    { key: 'first_loss', title: 'Loss, first copy', unit: 'nats' },
    { key: 'later_loss', title: 'Loss, later copies', unit: 'nats' },
    { key: 'later_loss_low', title: 'least of the seeds', unit: 'nats' },
    { key: 'later_loss_high', title: 'most', unit: 'nats' },
    { key: 'later_accuracy', title: 'Accuracy, later copies', unit: 'share' },
    { key: 'in_context', title: 'In-context score', unit: 'nats' },
    { key: 'induction', title: 'Induction score, best head', unit: 'share' },
    { key: 'induction_low', title: 'least of the seeds', unit: 'share' },
    { key: 'induction_high', title: 'most', unit: 'share' },
    { key: 'head', title: 'Best head of the first seed' },
    seedsColumn,
    { key: 'formation', title: 'How the loss fell' },
    { key: 'status', title: 'Status' },
  ],
  charts: [
    linesOver('steps', 'later_loss', 'Loss, later copies', '', { band: seedBand('later_loss') }),
    linesOver('steps', 'induction', 'Induction score of the best head', '', { band: seedBand('induction') }),
    linesOver('steps', 'later_accuracy', 'Accuracy, later copies', ''),
  ],
  run,
  summary: formationWords,
};

async function run(call: ExperimentCall<FormationParams, FormationRow>): Promise<void> {
  const { instruments, params, materials } = call;
  const task = await openTask(taskOf(params), params.seed, materials);
  instruments.checkTraining(params.contenders, task, params.batch);
  for (const [index, contender] of params.contenders.entries()) {
    await follow(call, contender, done => (index + done) / params.contenders.length);
  }
}

function taskOf({ copy, vocabulary }: FormationParams) {
  return { name: 'repeated_tokens', shortest: Math.max(2, Math.floor(copy / 4)), length: copy, vocabulary };
}

/** Follows every seed of a contender. With the last seed each look becomes a row. */
async function follow(
  call: ExperimentCall<FormationParams, FormationRow>,
  contender: ExperimentContender,
  progressAt: (done: number) => number,
): Promise<void> {
  const { params, report } = call;
  const { name } = contender;
  const seeds = seedList(params);
  const curves: Look[][] = [];
  for (const [ordinal, seed] of seeds.entries()) {
    const curve: Look[] = [];
    curves.push(curve);
    const at = (done: number): number => progressAt((ordinal + done) / seeds.length);
    await followSeed(call, contender, seed, at, (look, progress) => {
      curve.push(look);
      const last = ordinal === seeds.length - 1;
      const message = `${name}, seed ${seed}: step ${count(look.steps)}`;
      report({ progress, message, ...(last && { row: formationRow(name, curves, curve.length - 1, params) }) });
    });
  }
}

/** Measures one training before its first step and between its parts. */
async function followSeed(
  { instruments, materials, params, report, once }: ExperimentCall<FormationParams, FormationRow>,
  { lr, ...contender }: ExperimentContender,
  seed: number,
  progressAt: (done: number) => number,
  onLook: (look: Look, progress: number) => void,
): Promise<void> {
  const { name } = contender;
  const training = trainingOf({ ...params, seed }, lr);
  const onTurn = (done: number): void =>
    report({ progress: progressAt(done), message: `${name}, seed ${seed}: training` });
  const open = async () => {
    const task = await openTask(taskOf(params), seed, materials);
    const trainee = await instruments.contender({ task, contender, training });
    try {
      return { trainee, observer: await trainee.observer() };
    } catch (error) {
      trainee.destroy();
      throw error;
    }
  };
  const close = ({ trainee, observer }: Awaited<ReturnType<typeof open>>): void => {
    observer.destroy();
    trainee.destroy();
  };
  await whenNeeded(open, close, async get => {
    for (const goal of looksAt(training.steps, params.looks)) {
      const look = await once([name, seed, goal], lookShape, async (): Promise<Look> => {
        const { trainee, observer } = await get();
        const { diverged } = await trainee.trainUpTo(goal, onTurn);
        return { steps: goal, diverged, ...(diverged ? UNSEEN : figuresOf(await observer.look())) };
      });
      onLook(look, progressAt(goal / training.steps));
    }
  });
}

/** What a look sees. The names are those of the task's measures. */
function figuresOf({ positions: { measures }, induction }: Observed): Omit<Look, 'steps' | 'diverged'> {
  const named = (name: string): number | null => measures.find(one => one.name === name)?.value ?? null;
  const best = induction?.scores.reduce((most, one) => (one.score > most.score ? one : most));
  return {
    first_loss: named('Loss, first copy'),
    later_loss: named('Loss, later copies'),
    later_accuracy: named('Accuracy, later copies'),
    in_context: named('In-context score'),
    induction: best?.score ?? null,
    head: best ? `block ${best.block + 1}, ${best.title}` : null,
  };
}
