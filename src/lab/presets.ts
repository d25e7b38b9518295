import type { z } from 'zod';
import { type RunConfig, runConfig } from './config';

/** A race to start from. */
export interface Preset {
  readonly name: string;
  readonly title: string;
  /** One sentence: what to look for. */
  readonly summary: string;
  readonly config: RunConfig;
}

const dilations = [1, 4, 16, 64, 256];

function preset(name: string, title: string, summary: string, config: z.input<typeof runConfig>): Preset {
  return { name, title, summary, config: runConfig.parse(config) };
}

const mobyDick = preset(
  'moby-dick',
  'Moby-Dick race',
  'Four families of about 72,000 parameters learn Moby-Dick character by character; compare their curves, then what each sampled token costs.',
  {
    task: { name: 'text', source: 'moby-dick', length: 128 },
    contenders: [
      { name: 'Mamba', d_model: 64, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
      { name: 'LSTM', d_model: 64, blocks: repeat(2, { mixer: 'lstm' }) },
      { name: 'Conv', d_model: 40, blocks: dilations.map(dilation => ({ mixer: 'conv', kernel: 4, dilation })) },
      { name: 'Attention', d_model: 56, blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 128 }) },
    ],
    training: { steps: 2000, batch: 8, lr: 3e-3 },
  },
);

const selectiveCopying = preset(
  'selective-copying',
  'Selective copying',
  'Remember eight letters scattered among noise: models that choose by content what to keep learn it, the convolution cannot.',
  {
    task: { name: 'selective_copying', length: 64, copied: 8, vocabulary: 16 },
    contenders: small(16),
    training: { steps: 3000, batch: 32, lr: 5e-3, warmup: 100, schedule: 'constant', weight_decay: 0.01 },
  },
);

const inductionHeads = preset(
  'induction-heads',
  'Induction heads',
  'Say what followed the star the first time it appeared: find out which families learn the rule, and how many steps it takes them.',
  {
    task: { name: 'induction_heads', length: 64, vocabulary: 16 },
    contenders: small(16),
    training: { steps: 2000, batch: 32, lr: 3e-3, warmup: 100, schedule: 'constant', weight_decay: 0.01 },
  },
);

/** The first is what the page opens with. */
export const presets = [mobyDick, selectiveCopying, inductionHeads] as const satisfies readonly Preset[];

/** About 20,000 parameters each. */
function small(d_state: number): z.input<typeof runConfig>['contenders'] {
  return [
    { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state }) },
    { name: 'LSTM', d_model: 36, blocks: repeat(2, { mixer: 'lstm' }) },
    {
      name: 'Conv',
      d_model: 24,
      blocks: dilations.slice(0, 4).map(dilation => ({ mixer: 'conv', kernel: 4, dilation })),
    },
    { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 64 }) },
  ];
}

function repeat<T>(times: number, block: T): T[] {
  return Array.from({ length: times }, () => ({ ...block }));
}
