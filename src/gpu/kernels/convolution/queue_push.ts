import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';

/** The last `count` <= min(L, slots) tokens of x (B, L, D) enter a queue (B, slots, D), position p in slot p % slots. */
export const queuePush = defineKernel({
  name: 'queue_push',
  buffers: { x: 'read', cursor: 'read', queue: 'write' },
  dims: u32('B', 'L', 'D', 'slots', 'count'),
  grid: ({ B, D, count }) => linearGrid(B * count * D, 64),
  reference({ x, cursor, queue }, { B, L, D, slots, count }) {
    for (let b = 0; b < B; b++) {
      for (let t = L - count; t < L; t++) {
        const slot = b * slots + ((cursor[0] + t) % slots);
        queue.set(x.subarray((b * L + t) * D, (b * L + t + 1) * D), slot * D);
      }
    }
  },
});
