import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { forwardVariants, shapeClass, tapsAtOnce } from './dilated_conv_variants';

interface Sizes {
  readonly D: number;
  readonly K: number;
  readonly dilation: number;
}

/** Pre-activations (2D) of one token. `tap(shift)`: the token `shift` before it (D), if there is one. */
function convolve(
  weight: Numbers,
  bias: Numbers,
  { D, K, dilation }: Sizes,
  tap: (shift: number) => Numbers | undefined,
): Float64Array {
  const a = Float64Array.from(bias.subarray(0, 2 * D));
  for (let k = 0; k < K; k++) {
    const token = tap((K - 1 - k) * dilation);
    if (!token) continue;
    for (let n = 0; n < 2 * D; n++) {
      for (let d = 0; d < D; d++) a[n] += token[d] * weight[(n * D + d) * K + k];
    }
  }
  return a;
}

/** The token (D) `shift` before `row`, from x or from the queue; undefined if there is none. */
export function tokenBefore(
  { x, queue, cursor }: Readonly<Record<'x' | 'queue' | 'cursor', Numbers>>,
  { L, D, slots }: Readonly<Record<'L' | 'D' | 'slots', number>>,
  row: number,
  shift: number,
): Numbers | undefined {
  const t = row % L;
  if (t >= shift) return x.subarray((row - shift) * D, (row - shift + 1) * D);
  const position = cursor[0] + t - shift;
  if (slots === 0 || position < 0) return undefined;
  const slot = Math.floor(row / L) * slots + (position % slots);
  return queue.subarray(slot * D, (slot + 1) * D);
}

/**
 * WaveNet's gated causal convolution (van den Oord et al. 2016): x (B, L, D), weight (2D, D, K) filter then gate ->
 * y = tanh(filter) · sigmoid(gate), (B, L, D); gates (B, L, 2D) keeps the two factors for backward, where `save` is set.
 * With `slots` 0, nothing comes before the first token. Otherwise the queue (B, slots, D) does, position p in slot p % slots.
 */
export const dilatedConv = defineKernel({
  name: 'dilated_conv',
  buffers: { ...allOf('read', 'x', 'weight', 'bias', 'queue', 'cursor'), ...allOf('write', 'gates', 'y') },
  dims: u32('B', 'L', 'D', 'K', 'dilation', 'slots', 'save'),
  constants: ({ slots }) => ({ CARRY: slots > 0 ? 1 : 0 }),
  work: ({ B, L, D, K }) => B * L * D * (2 * D * K + 40),
  time: { steps: ({ K }) => K, unit: ({ D }) => tapsAtOnce(D) },
  grid: ({ B, L, D }) => [Math.ceil(D / 32), Math.ceil((B * L) / 32), 1],
  variants: forwardVariants,
  // More rows and channels than a tile has, and sequences that end within a block of rows.
  probe: ({ K, slots }) => {
    const [rows, D, before] = [69, 36, slots > 0 ? 2 * K : 0];
    return {
      dims: { B: 3, L: 23, D, K, dilation: 2, slots: before, save: 1 },
      elements: {
        ...{ x: rows * D, weight: 2 * D * D * K, bias: 2 * D },
        ...{ queue: Math.max(4, 3 * before * D), cursor: 4, gates: 2 * rows * D, y: rows * D },
      },
      integers: { cursor: 1 },
    };
  },
  shapeClass,
  reference({ x, weight, bias, queue, cursor, gates, y }, { B, L, D, K, dilation, slots, save }) {
    for (let row = 0; row < B * L; row++) {
      const a = convolve(weight, bias, { D, K, dilation }, shift =>
        tokenBefore({ x, queue, cursor }, { L, D, slots }, row, shift),
      );
      for (let d = 0; d < D; d++) {
        const filter = Math.tanh(a[d]);
        const gate = sigmoid(a[D + d]);
        y[row * D + d] = filter * gate;
        if (!save) continue;
        gates[row * 2 * D + d] = filter;
        gates[row * 2 * D + D + d] = gate;
      }
    }
  },
});

/** `dilated_conv` of one token of each sequence, x (B, D), which then enters the queue (B, slots, D). slots > (K-1)·dilation. */
export const dilatedConvStep = defineKernel({
  name: 'dilated_conv_step',
  buffers: { x: 'read', weight: 'read', bias: 'read', cursor: 'read', queue: 'write', y: 'write' },
  dims: u32('B', 'D', 'K', 'dilation', 'slots'),
  grid: ({ B, D }) => [Math.ceil(D / 64), B, 1],
  reference({ x, weight, bias, cursor, queue, y }, { B, D, K, dilation, slots }) {
    for (let b = 0; b < B; b++) {
      const token = x.subarray(b * D, (b + 1) * D);
      const slotAt = (position: number): Numbers => {
        const slot = b * slots + (position % slots);
        return queue.subarray(slot * D, (slot + 1) * D);
      };
      const a = convolve(weight, bias, { D, K, dilation }, shift => {
        if (shift === 0) return token;
        return cursor[0] >= shift ? slotAt(cursor[0] - shift) : undefined;
      });
      for (let d = 0; d < D; d++) y[b * D + d] = Math.tanh(a[d]) * sigmoid(a[D + d]);
      slotAt(cursor[0]).set(token);
    }
  },
});
