import { z } from 'zod';
import { attention as mix } from '../../autodiff/ops/attention';
import { linear } from '../../autodiff/ops/linear';
import { whole } from '../../autodiff/slice';
import { ropeFrequencies } from '../../gpu/kernels/rope';
import { uniform } from '../initialise';
import { type Mixer, ModelError } from '../mixer';
import { attentionViews } from './attention_views';

/** As in the RoFormer paper. */
const ROPE_BASE = 10000;

/** Largest head the kernels hold in registers. */
const MAX_HEAD_DIM = 128;

/** Scores that decoding in one dispatch keeps at a time, all heads together, and keys at most. */
const SCORES = 256;
const MOST_KEYS = 128;

const schema = z.strictObject({
  heads: z.int().min(1).max(256).default(4),
  /** Tokens that a token sees, itself included; null: all before it. */
  window: z.int().min(1).max(1048576).nullish(),
  positions: z.enum(['rope', 'none']).default('rope'),
});
type Attention = z.infer<typeof schema>;

function checkHeads({ heads }: Attention, D: number): void {
  const headDim = D / heads;
  if (!Number.isInteger(headDim)) {
    throw new ModelError(
      `attention: width ${D} does not divide into ${heads} heads; choose a width that is a multiple`,
    );
  }
  if (headDim % 2 !== 0) {
    throw new ModelError(
      `attention: heads of width ${headDim} are odd; choose a width that is a multiple of ${2 * heads}`,
    );
  }
  if (headDim > MAX_HEAD_DIM) {
    throw new ModelError(
      `attention: heads of width ${headDim} are too wide (at most ${MAX_HEAD_DIM}); choose more heads`,
    );
  }
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
      help: 'Independent lookups that share the width; it must divide into them evenly.',
      min: 1,
      max: 64,
      step: 1,
      options: [1, 2, 4, 8, 16],
    },
    {
      key: 'window',
      label: 'Window',
      help: 'How many tokens back a token can look, itself included; empty means all of them.',
      min: 1,
      max: 4096,
      step: 1,
      unit: 'tokens',
      absent: 'all',
    },
  ],
  choices: [
    {
      key: 'positions',
      label: 'Positions',
      help: 'How a token knows how far back another one is: by rotating queries and keys (RoPE), or not at all.',
      options: [
        { value: 'rope', label: 'Rotary (RoPE)' },
        { value: 'none', label: 'None' },
      ],
    },
  ],
  parameters(config, D) {
    checkHeads(config, D);
    const initialise = uniform(1 / Math.sqrt(D));
    return [
      { name: 'in_proj.weight', shape: [3 * D, D], initialise },
      { name: 'out_proj.weight', shape: [D, D], initialise },
    ];
  },
  forward({ tape, config, parameter, x, residual, carry }) {
    const qkv = linear(tape, whole(x), parameter('in_proj.weight'));
    const y = mix(tape, qkv, {
      heads: config.heads,
      window: config.window ?? undefined,
      ropeBase: config.positions === 'rope' ? ROPE_BASE : undefined,
      cache: carry && { keys: carry.state('k'), values: carry.state('v'), cursor: carry.cursor },
    });
    return linear(tape, whole(y), parameter('out_proj.weight'), { residual });
  },
  decode({ assembler, config, parameter, state, x, residual, D }) {
    const { heads, positions } = config;
    const width = D / heads;
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
    const turns = positions === 'rope' ? ropeFrequencies(width, ROPE_BASE) : new Int32Array(width);
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
  flops({ heads, window, positions }, D, t) {
    const seen = Math.min(t + 1, window ?? t + 1);
    const projections = 2 * 4 * D * D;
    const turns = positions === 'rope' ? 6 * D : 0;
    // A score and a weighted sum, 2 per multiply-add each; scale, maximum, exp, and sum of each score; division.
    return projections + turns + 4 * D * seen + 4 * heads * seen + D;
  },
  receptiveField: ({ window }) => window ?? null,
  views: attentionViews,
};
