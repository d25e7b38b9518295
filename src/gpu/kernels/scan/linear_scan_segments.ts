import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { GROUP } from './linear_scan';
import { CUT } from './segments';

/**
 * What a segment does to the h before it: ends (B, segments, H), the h after it if it began at zero, and totals (B, segments, H), Π a.
 * The last segment of a sequence gets total 0, and its end is not written.
 * `reverse`: the same for the adjoint, backward in time, with the totals of forward. An end is the a db of a segment's first step if no
 * adjoint enters after its last step. That of the first segment is not written.
 */
export const linearScanEnds = defineKernel({
  name: 'linear_scan_ends',
  buffers: { rows: 'read', drows: 'read', ends: 'write', totals: 'write' },
  dims: { ...u32('B', 'L', 'H', 'stride', 'a', 'b', 'reverse', 'd_stride', 'dh'), ...CUT },
  work: ({ B, L, H }) => B * L * H * 8,
  time: { steps: ({ segment }) => segment },
  grid: ({ B, H, segments }) => linearGrid(B * segments * H, GROUP),
  reference({ rows, drows, ends, totals }, { B, L, H, stride, a, b, reverse, d_stride, dh, segment, segments }) {
    for (let i = 0; i < B * segments * H; i++) {
      const s = Math.floor(i / H) % segments;
      const channel = i % H;
      const begin = Math.floor(i / H / segments) * L + s * segment;
      const steps = Math.min(segment, L - s * segment);
      let end = 0;
      if (reverse) {
        if (s === 0) continue;
        for (let row = begin + steps - 1; row >= begin; row--) {
          end = rows[row * stride + a + channel] * (drows[row * d_stride + dh + channel] + end);
        }
      } else {
        totals[i] = s === segments - 1 ? 0 : 1;
        if (totals[i] === 0) continue;
        for (let row = begin; row < begin + steps; row++) {
          const base = row * stride + channel;
          end = rows[base + a] * end + rows[base + b];
          totals[i] *= rows[base + a];
        }
      }
      ends[i] = end;
    }
  },
});

/**
 * Replaces the ends of segments by the h that each starts from. `reverse`: the same for the adjoint, from the last segment on.
 * `state` (B, H) is read if `carry`.
 */
export const linearScanStarts = defineKernel({
  name: 'linear_scan_starts',
  buffers: { totals: 'read', state: 'read', ends: 'write' },
  dims: u32('B', 'H', 'segments', 'carry', 'reverse'),
  grid: ({ B, H }) => linearGrid(B * H, GROUP),
  reference({ totals, state, ends }, { B, H, segments, carry, reverse }) {
    for (let i = 0; i < B * H; i++) {
      let h = carry ? state[i] : 0;
      for (let done = 0; done < segments; done++) {
        const s = reverse ? segments - 1 - done : done;
        const at = (Math.floor(i / H) * segments + s) * H + (i % H);
        const end = ends[at];
        ends[at] = h;
        h = totals[at] * h + end;
      }
    }
  },
});
