import { z } from 'zod';
import { checkHeads } from '../../heads';
import { normal, uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';

/** Base of the wavelengths of sinusoids and rotations, as in both papers. */
export const BASE = 10000;

/** Standard deviation of a fresh table of learned positions, as of the token embedding. */
const TABLE_DEVIATION = 0.02;

const schema = z.strictObject({
  heads: z.int().min(1).max(256).default(4),
  /** Tokens that a token attends to, itself included; null: all tokens up to it. */
  window: z.int().min(1).max(1048576).nullish(),
  /**
   * Positions. `rope` rotates queries and keys; `learned` and `sinusoidal` are added to the normalised input of the block,
   * before its projections.
   */
  positions: z.enum(['rope', 'none', 'learned', 'sinusoidal']).default('rope'),
  /** Rows of the learned table. Training needs one per token. In sampling, tokens beyond the table use its last row. */
  places: z.int().min(1).max(65536).default(512),
});
export type AttentionConfig = z.infer<typeof schema>;

/** FLOPs of `tokens` tokens that attend to `seen` keys in all. */
function flopsOf({ heads, positions }: AttentionConfig, D: number, tokens: number, seen: number): number {
  const projections = 2 * 4 * D * D;
  // Rotations of queries and keys; or a sum and a sine or cosine.
  const located = { rope: 6 * D, learned: D, sinusoidal: 2 * D, none: 0 }[positions];
  // A score and a weighted sum, 2 per multiply-add each; scale, maximum, exp, and sum of each score; division.
  return tokens * (projections + located + D) + seen * (4 * D + 4 * heads);
}

export const description: MixerDescription<AttentionConfig> = {
  name: 'attention',
  title: 'Attention',
  summary:
    'Every token looks back at all earlier tokens and takes a weighted average of what they hold (causal softmax attention), so nothing is forgotten. ' +
    'The price is a memory that grows with every token (the KV cache), and so does the work for each new one; a window limits both.',
  citations: [
    'Vaswani et al. 2017, Attention Is All You Need',
    'Su et al. 2021, RoFormer (rotary positions)',
    'Dao 2023, FlashAttention-2',
    'Child et al. 2019, Generating Long Sequences with Sparse Transformers (windows)',
  ],
  schema,
  trainsWholeOnly:
    'Its backward pass reads the keys of the sequence that it trains on, and no others: those of a cache would need a kernel of their own.',
  longest: ({ positions, places }) => (positions === 'learned' ? places : null),
  fields: [
    {
      key: 'heads',
      label: 'Heads',
      help: 'Attention heads, which share the width D: D must be a multiple of their number.',
      min: 1,
      max: 64,
      options: [1, 2, 4, 8, 16],
    },
    {
      key: 'window',
      label: 'Window',
      short: 'window',
      help: 'How many tokens each token attends to, itself included. Empty: all earlier ones.',
      min: 1,
      max: 4096,
      unit: 'tokens',
      absent: 'all',
    },
    {
      key: 'places',
      label: 'Learned positions',
      short: 'places',
      help: 'Rows in the table of learned positions: at least one for each token of a training sequence. Later tokens all use the last row.',
      min: 1,
      max: 65536,
      unit: 'tokens',
      only: { key: 'positions', value: 'learned' },
    },
  ],
  choices: [
    {
      key: 'positions',
      label: 'Positions',
      help: 'How positions enter. RoPE rotates queries and keys. Learned and sinusoidal positions are added to the input of the block. None leaves them out.',
      options: [
        { value: 'rope', label: 'Rotary (RoPE)' },
        { value: 'learned', label: 'Learned' },
        { value: 'sinusoidal', label: 'Sinusoidal' },
        { value: 'none', label: 'None' },
      ],
    },
  ],
  forms: [{ positions: 'none' }, { positions: 'learned' }, { positions: 'sinusoidal' }],
  parameters(config, D) {
    checkHeads('attention', config.heads, D);
    const initialise = uniform(1 / Math.sqrt(D));
    return [
      { name: 'in_proj.weight', shape: [3 * D, D], initialise },
      { name: 'out_proj.weight', shape: [D, D], initialise, residual: true },
      ...(config.positions === 'learned'
        ? [{ name: 'positions.weight', shape: [config.places, D], initialise: normal(TABLE_DEVIATION) }]
        : []),
    ];
  },
  state(config, D, capacity) {
    const shape = [Math.min(capacity, config.window ?? capacity), D];
    return [
      { name: 'k', shape },
      { name: 'v', shape },
    ];
  },
  flops: (config, D, t) => flopsOf(config, D, 1, Math.min(t + 1, config.window ?? t + 1)),
  sequenceFlops(config, D, L) {
    // Up to the window's width each token attends to one more than the previous token.
    const growing = Math.min(L, config.window ?? L);
    return flopsOf(config, D, L, (growing * (growing + 1)) / 2 + (L - growing) * growing);
  },
  receptiveField: ({ window }) => window ?? null,
};
