import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { gelu } from '../pointwise/gelu';
import { s4dScan } from './s4d_scan';

/** s4d_scan and gelu in one, for one token: x (B, D) -> y (B, D), states (B, D, N/2, 2). autodiff/fuse.ts puts it where the two meet. */
export const s4dStep = defineKernel({
  name: 's4d_step',
  buffers: s4dScan.buffers,
  dims: u32('B', 'D', 'N'),
  grid: ({ B, D }) => linearGrid(B * D, 32),
  reference(buffers, { B, D, N }, put) {
    s4dScan.reference(buffers, { B, L: 1, D, N, save: 0, carry: 1 }, put);
    gelu.reference({ x: buffers.y, y: buffers.y }, { n: B * D }, put);
  },
});
