import { z } from 'zod';
import { attention as mix } from '../../autodiff/ops/attention';
import { linear } from '../../autodiff/ops/linear';
import { addPositions, addWaves } from '../../autodiff/ops/positions';
import { whole } from '../../autodiff/slice';
import type { Var } from '../../autodiff/tape';
import { ropeFrequencies, waveFrequencies } from '../../gpu/kernels/attention/rope';
import { normal, uniform } from '../initialise';
import { type Mixer, type MixerCall, ModelError } from '../mixer';
import { attentionViews } from './attention_views';
import { checkHeads } from './heads';

/** Of the wavelengths of sinusoids and rotations, as in both papers. */
const BASE = 10000;

/** Standard deviation of a fresh table of learned positions, as of the token embedding. */
const TABLE_DEVIATION = 0.02;

/** Scores that decoding in one dispatch keeps at a time, all heads together, and keys at most. */
const SCORES = 256;
const MOST_KEYS = 128;

const schema = z.strictObject({
  heads: z.int().min(1).max(256).default(4),
  /** Tokens that a token sees, itself included; null: all before it. */
  window: z.int().min(1).max(1048576).nullish(),
  /**
   * How a token knows where it is. `rope` turns queries and keys; `learned` and `sinusoidal` are added to the normalised input of
   * the block, before its projections.
   */
  positions: z.enum(['rope', 'none', 'learned', 'sinusoidal']).default('rope'),
  /** Rows of the learned table. Training needs one a token; reading on beyond it, every token takes the last row. */
  places: z.int().min(1).max(65536).default(512),
});
type Attention = z.infer<typeof schema>;

/** The block's normalised input, with what tells positions apart where that is added to it. */
function located({ tape, config, parameter, x, L, first }: MixerCall<Attention>): Var {
  switch (config.positions) {
    case 'learned':
      if (tape.training && L > config.places) {
        throw new ModelError(
          `attention: sequences of ${L} tokens need as many learned positions, and there are ${config.places}; ` +
            `set 'places' to ${L} or more, or choose other positions`,
        );
      }
      return addPositions(tape, x, parameter('positions.weight'), first);
    case 'sinusoidal':
      return addWaves(tape, x, BASE, first);
    case 'rope':
    case 'none':
      return x;
    default:
      return config.positions satisfies never;
  }
}

/** FLOPs of `tokens` that see `seen` keys, all of them together. */
function flopsOf({ heads, positions }: Attention, D: number, tokens: number, seen: number): number {
  const projections = 2 * 4 * D * D;
  // Two rotations, of queries and keys; or a sum, and a sine or cosine.
  const located = { rope: 6 * D, learned: D, sinusoidal: 2 * D, none: 0 }[positions];
  // A score and a weighted sum, 2 per multiply-add each; scale, maximum, exp, and sum of each score; division.
  return tokens * (projections + located + D) + seen * (4 * D + 4 * heads);
}

export const attention: Mixer<Attention> = {
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
  fields: [
    {
      key: 'heads',
      label: 'Heads',
      help: 'Attention heads, which share the width D: D must be a multiple of their number.',
      min: 1,
      max: 64,
      step: 1,
      options: [1, 2, 4, 8, 16],
    },
    {
      key: 'window',
      label: 'Window',
      short: 'window',
      help: 'How many tokens each token attends to, itself included. Empty: all earlier ones.',
      min: 1,
      max: 4096,
      step: 1,
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
      step: 1,
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
  forward(call) {
    const { tape, config, parameter, residual, carry } = call;
    const qkv = linear(tape, whole(located(call)), parameter('in_proj.weight'));
    const y = mix(tape, qkv, {
      heads: config.heads,
      window: config.window ?? undefined,
      ropeBase: config.positions === 'rope' ? BASE : undefined,
      cache: carry && { keys: carry.state('k'), values: carry.state('v'), cursor: carry.cursor },
    });
    return linear(tape, whole(y), parameter('out_proj.weight'), { residual });
  },
  decode({ assembler, config, parameter, state, x, residual, D }) {
    const { heads, positions, places } = config;
    const width = D / heads;
    if (positions === 'learned') {
      assembler.emit('addPositions', { y: x, weight: parameter('positions.weight'), D, places });
    }
    if (positions === 'sinusoidal') {
      assembler.emitWithTable('addWaves', { y: x, D, frequencies: 0 }, 'frequencies', waveFrequencies(D, BASE));
    }
    const qkv = assembler.project({ x, width: D, weight: parameter('in_proj.weight'), rows: 3 * D });
    const { at: keys, shape } = state('k');
    const chunk = Math.max(1, Math.min(MOST_KEYS, Math.floor(SCORES / heads)));
    const operands = {
      qkv,
      D,
      heads,
      slots: shape[0] ?? 1,
      keys,
      values: state('v').at,
      frequencies: 0,
      chunk,
      scores: assembler.take(heads * (chunk + 3)),
      y: x,
    };
    const turns = positions === 'rope' ? ropeFrequencies(width, BASE) : new Int32Array(width + (width % 2));
    assembler.emitWithTable('attention', operands, 'frequencies', turns);
    assembler.project({ x, width: D, weight: parameter('out_proj.weight'), rows: D, onto: residual });
  },
  state(config, D, capacity) {
    const shape = [Math.min(capacity, config.window ?? capacity), D];
    return [
      { name: 'k', shape },
      { name: 'v', shape },
    ];
  },
  stateBytes: ({ window }, D, t) => 2 * D * 4 * Math.min(t, window ?? t),
  flops: (config, D, t) => flopsOf(config, D, 1, Math.min(t + 1, config.window ?? t + 1)),
  sequenceFlops(config, D, L) {
    // Up to the window's width each token sees one more than the token before it.
    const growing = Math.min(L, config.window ?? L);
    return flopsOf(config, D, L, (growing * (growing + 1)) / 2 + (L - growing) * growing);
  },
  receptiveField: ({ window }) => window ?? null,
  views: attentionViews,
};
