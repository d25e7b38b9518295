import type { z } from 'zod';
import { type RunConfig, runConfig } from './config';
import { convolutions, repeat } from './stacks';

export interface Preset {
  readonly name: string;
  readonly title: string;
  /** One sentence: what to look for. */
  readonly summary: string;
  readonly config: RunConfig;
}

/** So small that a machine without a GPU shows it within seconds: the page opens with it. */
export const firstMinute = preset(
  'first-minute',
  'The first minute',
  'Mamba and a convolution of about equal size repeat three letters that lie scattered among noise; within seconds Mamba chooses what to remember, and the convolution still guesses.',
  {
    task: { name: 'selective_copying', length: 40, copied: 3, vocabulary: 10 },
    contenders: [
      { name: 'Mamba', d_model: 24, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
      { name: 'Conv', d_model: 22, blocks: convolutions(1, 4, 16) },
    ],
    training: {
      steps: 500,
      batch: 20,
      lr: 1.5e-2,
      warmup: 30,
      schedule: 'constant',
      weight_decay: 0.01,
      validate_every: 20,
      validation_batches: 5,
    },
  },
);

export const mobyDick = preset(
  'moby-dick',
  'Moby-Dick race',
  'Four families of about 72,000 parameters learn Moby-Dick character by character; compare their curves, then what each sampled token costs.',
  {
    task: { name: 'text', source: 'moby-dick', length: 128 },
    contenders: [
      { name: 'Mamba', d_model: 64, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
      { name: 'LSTM', d_model: 64, blocks: repeat(2, { mixer: 'lstm' }) },
      { name: 'Conv', d_model: 40, blocks: convolutions(1, 4, 16, 64, 256) },
      { name: 'Attention', d_model: 56, blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 128 }) },
    ],
    training: { steps: 2000, batch: 8, lr: 3e-3 },
  },
);

const recurrent = preset(
  'recurrent',
  'Recurrent networks',
  'Three RNNs of about 22,000 parameters learn Moby-Dick; then sample 1,024 tokens: the last costs what the first did.',
  {
    task: { name: 'text', source: 'moby-dick', length: 128 },
    contenders: [
      { name: 'LSTM', d_model: 34, blocks: repeat(2, { mixer: 'lstm' }) },
      { name: 'GRU', d_model: 40, blocks: repeat(2, { mixer: 'gru' }) },
      { name: 'Plain RNN', d_model: 64, blocks: repeat(2, { mixer: 'rnn' }) },
    ],
    training: { steps: 1000, batch: 8, lr: 3e-3 },
  },
);

/** The letters lie 32 tokens back in every sequence. */
const fixedCopying = { name: 'copying', length: 24, copied: 8, vocabulary: 16 } as const;

const twoWindows = preset(
  'two-windows',
  'Two windows',
  'Copy letters from 32 tokens back: two convolutions of equal size, one that sees 22 tokens and one that sees 64; only one can learn it.',
  {
    task: fixedCopying,
    contenders: [
      { name: 'Sees 22', d_model: 24, blocks: convolutions(1, 2, 4) },
      { name: 'Sees 64', d_model: 24, blocks: convolutions(1, 4, 16) },
    ],
    training: { steps: 200, batch: 32, lr: 5e-3, warmup: 50, schedule: 'constant', weight_decay: 0.01 },
  },
);

const attentionKinds = preset(
  'attention-kinds',
  'Kinds of attention',
  'Full, windowed, and linear attention of equal size learn Moby-Dick; then sample 1,024 tokens and compare time and bytes by position.',
  {
    task: { name: 'text', source: 'moby-dick', length: 128 },
    contenders: [
      { name: 'Attention', d_model: 40, blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 96 }) },
      { name: 'Window 32', d_model: 40, blocks: repeat(2, { mixer: 'attention', heads: 4, window: 32, mlp: 96 }) },
      { name: 'Linear', d_model: 40, blocks: repeat(2, { mixer: 'linear_attention', heads: 4, mlp: 96 }) },
    ],
    training: { steps: 1000, batch: 8, lr: 3e-3 },
  },
);

const convolutionOrRecurrence = preset(
  'convolution-or-recurrence',
  'One system, two computations',
  'The same S4D trained as one long convolution and as a recurrence: it copies from a fixed distance, and both curves are the same curve.',
  {
    task: fixedCopying,
    contenders: [
      { name: 'By FFT', d_model: 32, blocks: repeat(2, { mixer: 's4d', d_state: 16, form: 'fft' }) },
      { name: 'Recurrence', d_model: 32, blocks: repeat(2, { mixer: 's4d', d_state: 16, form: 'recurrence' }) },
    ],
    training: { steps: 300, batch: 16, lr: 5e-3, warmup: 50, schedule: 'constant', weight_decay: 0.01 },
  },
);

const selectiveCopying = preset(
  'selective-copying',
  'Selective copying',
  'Remember eight letters scattered among noise: Mamba chooses by content what to keep; S4D and the convolution treat all tokens alike.',
  {
    task: { name: 'selective_copying', length: 64, copied: 8, vocabulary: 16 },
    contenders: [
      { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
      { name: 'S4D', d_model: 60, blocks: repeat(2, { mixer: 's4d', d_state: 16 }) },
      { name: 'Conv', d_model: 24, blocks: convolutions(1, 4, 16, 16) },
    ],
    training: { steps: 2000, batch: 32, lr: 5e-3, warmup: 100, schedule: 'constant', weight_decay: 0.01 },
  },
);

const inductionHeads = preset(
  'induction-heads',
  'Induction heads',
  'Say what followed the star the first time it appeared: which families learn the rule, and in how many steps?',
  {
    task: { name: 'induction_heads', length: 64, vocabulary: 16 },
    contenders: [
      { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
      { name: 'LSTM', d_model: 36, blocks: repeat(2, { mixer: 'lstm' }) },
      { name: 'Conv', d_model: 24, blocks: convolutions(1, 4, 16, 64) },
      { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 64 }) },
    ],
    training: { steps: 1500, batch: 32, lr: 3e-3, warmup: 100, schedule: 'constant', weight_decay: 0.01 },
  },
);

const perOperation = preset(
  'per-operation',
  'Loss per training operation',
  'Mamba, a Transformer++, S4D, and an LSTM of about 42,000 parameters learn Moby-Dick; draw the loss against FLOPs and compare.',
  {
    task: { name: 'text', source: 'moby-dick', length: 128 },
    contenders: [
      { name: 'Mamba', d_model: 48, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
      { name: 'Transformer++', d_model: 40, blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 108 }) },
      { name: 'S4D', d_model: 60, blocks: repeat(4, { mixer: 's4d', d_state: 16 }) },
      { name: 'LSTM', d_model: 48, blocks: repeat(2, { mixer: 'lstm' }) },
    ],
    training: { steps: 1000, batch: 16, lr: 3e-3 },
  },
);

const parity = preset(
  'parity',
  'Parity',
  'Is the number of ones even? The memory of an LSTM can flip a bit, so it soon knows; Mamba and attention go on guessing.',
  {
    task: { name: 'parity', shortest: 1, length: 20 },
    contenders: [
      { name: 'LSTM', d_model: 48, blocks: [{ mixer: 'lstm' }] },
      { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
      { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 64 }) },
    ],
    training: { steps: 500, batch: 32, lr: 1e-2, warmup: 100, schedule: 'constant', weight_decay: 0.01 },
  },
);

const stateTracking = preset(
  'state-tracking',
  'State tracking',
  'Three things change places by swaps alone: the LSTM and the DeltaNet with negative eigenvalues always know their order; the DeltaNet without them and Mamba lose track.',
  {
    task: { name: 'group_words', group: 'S3', inputs: 'generators', length: 16 },
    contenders: [
      { name: 'LSTM', d_model: 34, blocks: [{ mixer: 'lstm' }] },
      { name: 'DeltaNet, −1 to 1', d_model: 32, blocks: [{ mixer: 'deltanet', neg_eigval: true }] },
      { name: 'DeltaNet, 0 to 1', d_model: 32, blocks: [{ mixer: 'deltanet' }] },
      { name: 'Mamba', d_model: 32, blocks: [{ mixer: 'mamba', d_state: 16 }] },
    ],
    training: { steps: 600, batch: 32, lr: 5e-3, warmup: 50, schedule: 'constant', weight_decay: 0.01 },
  },
);

/** Notes and samples are learned from few sequences at once. */
const SOUND_TRAINING = { batch: 8, lr: 5e-3, warmup: 50, weight_decay: 0.01 };

/** They sing a round; the last one, whose window is so many tokens, sees `back` tokens back. */
function singers({ window, back }: Readonly<Record<'window' | 'back', number>>) {
  return [
    { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 64 }) },
    { name: 'S4D', d_model: 60, blocks: repeat(2, { mixer: 's4d', d_state: 16 }) },
    { name: `Sees ${back}`, d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4, window, mlp: 64 }) },
  ];
}

const rounds = preset(
  'rounds',
  'A round',
  'Three voices sing a round, each two bars behind the one before it: attention and S4D remember and sing on, attention that sees 23 tokens back, less than one bar, can only guess; sample, and listen.',
  {
    task: { name: 'rounds', voices: 3, delay: 2, length: 14, steps: 8, notes: 8 },
    contenders: singers({ window: 12, back: 23 }),
    training: { ...SOUND_TRAINING, steps: 400 },
  },
);

/** As short as the argument needs it. */
const shortRound = preset(
  'short-round',
  'A short round',
  'Two voices sing a round, the second one bar behind the first: attention and S4D remember and sing on, attention that sees 15 tokens back, less than one bar, can only guess; sample, and listen.',
  {
    task: { name: 'rounds', voices: 2, delay: 1, length: 6, steps: 8, notes: 8 },
    contenders: singers({ window: 8, back: 15 }),
    training: { ...SOUND_TRAINING, steps: 300 },
  },
);

const endlessRound = preset(
  'endless-round',
  'An endless round',
  'The model writes both voices of a round, the second two bars behind the first: attention goes on as it began, attention that sees 14 tokens back, less than one bar, loses the thread; sample, listen, and see how many notes follow.',
  {
    task: { name: 'music', source: 'rounds', voices: 2, steps: 2, length: 96 },
    contenders: [
      {
        name: 'Attention',
        d_model: 32,
        blocks: [...convolutions(1), ...repeat(2, { mixer: 'attention', heads: 4, mlp: 64 })],
      },
      {
        name: 'Sees 14',
        d_model: 32,
        blocks: [...convolutions(1), ...repeat(2, { mixer: 'attention', heads: 4, window: 6, mlp: 64 })],
      },
    ],
    training: { ...SOUND_TRAINING, steps: 600 },
  },
);

const TONES = { name: 'audio', source: 'tones', length: 256 };

const listeners = [
  { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
  { name: 'LSTM', d_model: 34, blocks: repeat(2, { mixer: 'lstm' }) },
];

const sound = preset(
  'audio',
  'Sound, sample by sample',
  'Three families of about 27,000 parameters learn tones of one pitch each; then sample, and listen which of them keeps the pitch.',
  {
    task: TONES,
    contenders: [...listeners, { name: 'Conv', d_model: 24, blocks: convolutions(1, 4, 16, 64) }],
    training: { ...SOUND_TRAINING, steps: 600 },
  },
);

const firstTones = preset(
  'first-tones',
  'First tones',
  'Mamba and an LSTM of about 27,000 parameters hear tones of one pitch each for a few seconds of training; the loss falls far below that of equal chances.',
  { task: TONES, contenders: listeners, training: { ...SOUND_TRAINING, steps: 150 } },
);

/** The page opens with the first; from the third on they follow the order of the argument. */
export const presets = [
  firstMinute,
  mobyDick,
  recurrent,
  twoWindows,
  attentionKinds,
  convolutionOrRecurrence,
  selectiveCopying,
  inductionHeads,
  perOperation,
  parity,
  stateTracking,
  rounds,
  shortRound,
  endlessRound,
  sound,
  firstTones,
] as const satisfies readonly Preset[];

function preset(name: string, title: string, summary: string, config: z.input<typeof runConfig>): Preset {
  return { name, title, summary, config: runConfig.parse(config) };
}
