import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';

/** `past` (B, orders, slots, D) holds all tokens so far; these kernels take one of its orders. */
const SIZES = u32('B', 'L', 'D', 'orders', 'order', 'slots');

/** x (B, L, D) enters the history, from the position in `cursor` on. */
export const historyStore = defineKernel({
  name: 'history_store',
  buffers: { ...allOf('read', 'x', 'cursor'), past: 'write' },
  dims: SIZES,
  grid: ({ B, L, D }) => linearGrid(B * L * D, 64),
  reference({ x, cursor, past }, { B, L, D, orders, order, slots }) {
    for (let i = 0; i < B * L * D; i++) {
      const [b, t, d] = [Math.floor(i / (L * D)), Math.floor(i / D) % L, i % D];
      past[((b * orders + order) * slots + cursor[0] + t) * D + d] = x[i];
    }
  },
});

/** The convolution of the whole history with K (slots, D), at the L positions from that in `cursor` on -> y (B, L, D). O(L slots D). */
export const historyConv = defineKernel({
  name: 'history_conv',
  buffers: { ...allOf('read', 'past', 'K', 'cursor'), y: 'write' },
  dims: SIZES,
  work: ({ B, L, D, slots }) => B * L * D * slots,
  grid: ({ B, L, D }) => linearGrid(B * L * D, 64),
  reference({ past, K, cursor, y }, { B, L, D, orders, order, slots }) {
    for (let i = 0; i < B * L * D; i++) {
      const [b, t, d] = [Math.floor(i / (L * D)), Math.floor(i / D) % L, i % D];
      const position = cursor[0] + t;
      let sum = 0;
      for (let lag = 0; lag <= position; lag++) {
        sum += K[lag * D + d] * past[((b * orders + order) * slots + position - lag) * D + d];
      }
      y[i] = sum;
    }
  },
});
