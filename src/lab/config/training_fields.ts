import type { Choice, Field, Switch } from '../../field';
import { LONGEST } from '../../tasks/parameters';

/** Fields of `trainingConfig`, which takes its bounds from here. */
export const trainingFields = {
  steps: {
    key: 'steps',
    label: 'Steps',
    help: 'How many times each contender’s weights are updated.',
    min: 1,
    max: 1_000_000,
  },
  batch: {
    key: 'batch',
    label: 'Batch',
    unit: 'sequences',
    help: 'Sequences in each step. More make training steadier and slower.',
    min: 1,
    max: 512,
  },
  /** The schema accepts any rate above 0. */
  lr: {
    key: 'lr',
    label: 'Learning rate',
    help: 'How far one update moves the weights, at the peak of the schedule. Too high a rate makes the loss explode.',
    min: 1e-8,
    max: 1,
    real: true,
  },
  warmup: {
    key: 'warmup',
    label: 'Warm-up',
    unit: 'steps',
    help: 'Steps over which the learning rate rises from zero to its peak.',
    min: 0,
    max: 100_000,
  },
  weight_decay: {
    key: 'weight_decay',
    label: 'Weight decay',
    help: 'Pulls matrices towards zero a little at every step (the W of AdamW).',
    min: 0,
    max: 10,
    real: true,
  },
  /** The schema accepts any norm above 0, and null for no clipping. */
  clip_norm: {
    key: 'clip_norm',
    label: 'Clip at norm',
    help: 'The largest gradient norm that is not scaled down. The chart below the loss can show the norm.',
    min: 1e-6,
    max: 1e6,
    real: true,
    only: { key: 'clip', value: true },
  },
  validate_every: {
    key: 'validate_every',
    label: 'Validate every',
    unit: 'steps',
    help: 'Steps between two measurements on data never trained on. The first ones come sooner: at step 1 and at each doubling.',
    min: 1,
    max: 100_000,
  },
  validation_batches: {
    key: 'validation_batches',
    label: 'Validation',
    unit: 'batches',
    help: 'Batches that each of those measurements reads.',
    min: 1,
    max: 64,
  },
  seed: {
    key: 'seed',
    label: 'Seed',
    help: 'Fixes the initial weights and the order of the data: the same seed gives the same race.',
    min: 0,
    max: 0xffffffff,
  },
  seeds: {
    key: 'seeds',
    label: 'Seeds',
    help: 'How many times every contender trains, each time with the next seed: the charts show the mean and how far single runs lie from it.',
    min: 1,
    max: 10,
  },
  dropout: {
    key: 'dropout',
    label: 'Dropout',
    help: 'The share of values that are set to zero after each mixer and each MLP, in training alone, so that a model does not rely on single ones.',
    min: 0,
    max: 0.9,
    real: true,
  },
  start_length: {
    key: 'start_length',
    label: 'Length at the start',
    help: 'Training begins with sequences of this length, which doubles up to the task’s own (sequence length warm-up). The batch shrinks meanwhile, so that a step has as many tokens throughout. Empty: the task’s length from the start.',
    min: 1,
    max: LONGEST,
    absent: 'the task’s',
  },
  length_warmup: {
    key: 'length_warmup',
    label: 'Full length after',
    unit: 'steps',
    help: 'Steps until the length is the task’s own; each shorter length has an equal share of them.',
    min: 1,
    max: 1_000_000,
    absent: 'half of all',
    unless: { key: 'start_length', value: null },
  },
} as const satisfies Readonly<Record<string, Field>>;

const schedule: Choice = {
  key: 'schedule',
  label: 'Schedule',
  help: 'What the learning rate does after the warm-up: fall along a cosine, or stay.',
  options: [
    { value: 'cosine', label: 'Cosine' },
    { value: 'constant', label: 'Constant' },
  ],
};

const clip: Switch = {
  key: 'clip',
  label: 'Clip gradients',
  help: 'Scales a gradient down when its norm over all weights is too large. One steep step then cannot throw the weights far off. Recurrent networks need it most.',
  off: 'not clipped',
};

/** The page has a number for each of `betas`; the schema accepts 0 to below 1. */
const beta1: Field = {
  key: 'beta1',
  label: 'β₁',
  help: 'How long AdamW remembers the direction of past gradients.',
  min: 0,
  max: 0.9999,
  real: true,
};
const beta2: Field = {
  key: 'beta2',
  label: 'β₂',
  help: 'How long AdamW remembers the size of past gradients.',
  min: 0,
  max: 0.99999,
  real: true,
};

const carryState: Switch = {
  key: 'carry_state',
  label: 'Carry the state',
  help: 'Each row of a batch goes on in the text or sound where it ended in the batch before, with its state; gradients stop there (truncated backpropagation over a stream). For models that are recurrences. Validation begins without a state, as ever.',
  off: 'not carried',
};

const turns: Choice = {
  key: 'turns',
  label: 'Turns by',
  help: 'Contenders take turns after equal steps, or after equal time on the device.',
  options: [
    { value: 'steps', label: 'Steps' },
    { value: 'time', label: 'Time' },
  ],
};

const { steps, batch, lr, warmup, weight_decay, clip_norm, validate_every, validation_batches, seed, seeds, dropout } =
  trainingFields;
const lengthFields = [trainingFields.start_length, trainingFields.length_warmup];

/** Fields that the page always shows. */
export const mainTrainingFields = [steps, batch, lr, warmup, schedule];
/** Fields under "More settings". */
export const moreTrainingFields = [
  weight_decay,
  dropout,
  clip,
  clip_norm,
  beta1,
  beta2,
  ...lengthFields,
  carryState,
  turns,
  validate_every,
  validation_batches,
  seed,
  seeds,
];
/** Fields that a contender may have of its own. */
export const ownTrainingFields = [
  lr,
  warmup,
  schedule,
  weight_decay,
  dropout,
  clip,
  clip_norm,
  beta1,
  beta2,
  ...lengthFields,
  carryState,
  seed,
];
