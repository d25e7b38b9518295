import { attentionBackward as backward, attentionForward as forward } from '../../gpu/kernels/attention/attention';
import { attentionDecode, attentionStore } from '../../gpu/kernels/attention/attention_cache';
import { ropeFrequencies } from '../../gpu/kernels/attention/rope';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Tape, Var } from '../tape';

export interface AttentionOptions {
  readonly heads: number;
  /** Tokens that a token attends to, itself included; absent: all tokens up to it. Ignored with caches, whose slots are the window. */
  readonly window?: number | undefined;
  /** Heads that have a key and a value in common. Default: 1. */
  readonly sharing?: number | undefined;
  /** Scores fall by the distance, each head's with a slope of its own (Press et al. 2022). Default: false. */
  readonly alibi?: boolean | undefined;
  /** Base of the rotary positions' wavelengths; absent: no positions. */
  readonly ropeBase?: number | undefined;
  readonly cache?: AttentionCache | undefined;
}

/** Rotated keys and values of earlier tokens, both (B, slots, D / sharing): position p in slot p mod slots. A call adds its own. Not in training. */
export interface AttentionCache {
  readonly keys: Tensor;
  readonly values: Tensor;
  /** i32 (4): [0] is the position of the call's first token. */
  readonly cursor: Tensor;
}

/** Causal softmax attention. qkv (B, L, D + 2 D / sharing) -> (B, L, D) */
export function attention(tape: Tape, qkv: Var, options: AttentionOptions): Var {
  const { heads, cache, ropeBase, sharing = 1 } = options;
  const [B, L, width] = dims(qkv, 3);
  const D = (width * sharing) / (sharing + 2);
  const kinds = { sharing, alibi: options.alibi ? 1 : 0 };
  const pairs = Math.ceil(D / heads / 2);
  const steps = ropeBase === undefined ? new Int32Array(2 * pairs) : ropeFrequencies(D / heads, ropeBase);
  const frequencies = tape.constant('rope frequencies', [pairs, 2], steps);
  const y = tape.variable('softmax attention', [B, L, D]);
  if (cache) {
    if (tape.training) {
      throw new Error('attention cannot train from a cache: its backward pass reads only the keys of the call');
    }
    const [, slots] = dims(cache.keys, 3);
    const sizes = { B, L, D, heads, window: slots, slots, ...kinds };
    const source = { qkv: qkv.data, frequencies, cursor: cache.cursor };
    const caches = { key_cache: cache.keys, value_cache: cache.values };
    if (L === 1) {
      tape.run(attentionDecode, { ...source, ...caches, y: y.data }, sizes);
    } else {
      const lse = tape.tensor('lse', [B, heads, L]);
      tape.run(forward, { ...source, ...caches, y: y.data, lse }, sizes);
      tape.run(attentionStore, { ...source, ...caches }, sizes);
    }
    return y;
  }
  const lse = tape.tensor('lse', [B, heads, L]);
  const sizes = { B, L, D, heads, window: Math.min(options.window ?? L, L), ...kinds };
  const { nothing } = tape;
  tape.run(
    forward,
    { qkv: qkv.data, frequencies, cursor: nothing, key_cache: nothing, value_cache: nothing, y: y.data, lse },
    { ...sizes, slots: 0 },
  );
  if (y.grad && qkv.grad) {
    tape.pull(backward, { qkv: qkv.data, frequencies, y: y.data, lse, dy: y.grad, dqkv: qkv.grad }, sizes);
  }
  return y;
}
