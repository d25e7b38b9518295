import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { GROUP } from './linear_scan';
import { CUT } from './segments';

/**
 * What a segment does to the h before it: ends (B, segments, H), h after it from zero, and totals (B, segments, H), Π a. Not of the last
 * segment of a sequence, whose total is 0 and whose end stays what it is.
 * `reverse`: the same of the adjoint, backward in time, with the totals of forward: what leaves the first step of a segment, not of the
 * first, if nothing enters behind its last.
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

/** From the ends of segments to their starts, in place; `reverse`: of the adjoint, last segment first. `state` (B, H) is read if `carry`. */
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
