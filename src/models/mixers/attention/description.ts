import { normal, uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';
import { type AttentionConfig, keysOf, schema } from './options';

/** Standard deviation of a fresh table of learned positions, as of the token embedding. */
const TABLE_DEVIATION = 0.02;

/** FLOPs of `tokens` tokens that attend to `seen` keys in all. */
function flopsOf(config: AttentionConfig, D: number, tokens: number, seen: number): number {
  const { heads, positions } = config;
  const { keys, row } = keysOf(config, D);
  const projections = 2 * (row + D) * D;
  // Rotations of queries and keys, and factors; or a sum and a sine or cosine.
  const turned = 3 * (D + keys);
  const located = { rope: turned, xpos: turned + D + keys, alibi: 0, learned: D, sinusoidal: 2 * D, none: 0 }[
    positions
  ];
  // A score and a weighted sum, 2 per multiply-add each; scale, maximum, exp, and sum of each score; division.
  // With ALiBi, a product and a difference more.
  const scored = (positions === 'alibi' ? 6 : 4) * heads;
  return tokens * (projections + located + D) + seen * (4 * D + scored);
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
    'Shazeer 2019, Fast Transformer Decoding: One Write-Head is All You Need (MQA)',
    'Ainslie et al. 2023, GQA: Training Generalized Multi-Query Transformer Models, arXiv:2305.13245',
    'Press et al. 2022, Train Short, Test Long (ALiBi), arXiv:2108.12409',
    'Sun et al. 2022, A Length-Extrapolatable Transformer (xPos), arXiv:2212.10554',
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
      key: 'kv_heads',
      label: 'Keys and values',
      short: 'KV heads',
      help: 'Heads of the keys and values, each shared by as many queries: fewer make a smaller cache (GQA), and one is enough (MQA). Empty: one for each head.',
      min: 1,
      max: 64,
      options: [1, 2, 4, 8, 16],
      absent: 'one a head',
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
      help: 'How positions enter. RoPE rotates queries and keys; xPos also lets scores fade with the distance; ALiBi takes the distance off the scores. Learned and sinusoidal positions are added to the input of the block. None leaves them out.',
      options: [
        { value: 'rope', label: 'Rotary (RoPE)' },
        { value: 'xpos', label: 'Rotary, fading (xPos)' },
        { value: 'alibi', label: 'Distance (ALiBi)' },
        { value: 'learned', label: 'Learned' },
        { value: 'sinusoidal', label: 'Sinusoidal' },
        { value: 'none', label: 'None' },
      ],
    },
  ],
  forms: [
    { positions: 'none' },
    { positions: 'learned' },
    { positions: 'sinusoidal' },
    { positions: 'alibi', kv_heads: 1 },
    { positions: 'xpos', kv_heads: 2 },
  ],
  parameters(config, D) {
    const { row } = keysOf(config, D);
    const initialise = uniform(1 / Math.sqrt(D));
    return [
      { name: 'in_proj.weight', shape: [row, D], initialise },
      { name: 'out_proj.weight', shape: [D, D], initialise, residual: true },
      ...(config.positions === 'learned'
        ? [{ name: 'positions.weight', shape: [config.places, D], initialise: normal(TABLE_DEVIATION) }]
        : []),
    ];
  },
  state(config, D, capacity) {
    const shape = [Math.min(capacity, config.window ?? capacity), keysOf(config, D).keys];
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
