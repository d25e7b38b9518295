import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { CUT } from './segments';

/** Invocations of a workgroup, as in the shaders. */
export const GROUP = 64;

const SIZES = { B: 'u32', L: 'u32', H: 'u32', stride: 'u32', a: 'u32' } as const;

/**
 * h[t] = a[t] h[t-1] + b[t] for H channels, within `rows` (B·L, stride): columns h from columns a and b. With `carry`, `state` (B, H)
 * is h before and after the call; otherwise h starts at zero.
 * L steps in one segment, or in several at once, which start from `starts` (B, segments, H): see linear_scan_segments.ts.
 */
export const linearScan = defineKernel({
  name: 'linear_scan',
  buffers: { rows: 'write', starts: 'read', state: 'write' },
  dims: { ...SIZES, ...u32('b', 'h', 'carry'), ...CUT },
  work: ({ B, L, H }) => B * L * H * 8,
  time: { steps: ({ segment }) => segment },
  grid: ({ B, H, segments }) => linearGrid(B * segments * H, GROUP),
  reference({ rows, starts, state }, { B, L, H, stride, a, b, h, carry, segment, segments }) {
    for (let i = 0; i < B * H; i++) {
      const [sequence, channel] = [Math.floor(i / H), i % H];
      let value = carry ? state[i] : 0;
      for (let t = 0; t < L; t++) {
        if (segments > 1 && t % segment === 0) value = starts[(sequence * segments + t / segment) * H + channel];
        const base = (sequence * L + t) * stride + channel;
        value = rows[base + a] * value + rows[base + b];
        rows[base + h] = value;
      }
      if (carry) state[i] = value;
    }
  },
});

/**
 * Adjoint of `linear_scan`, within `drows` (B·L, d_stride): reads the gradient of h in columns dh, writes those of a and b to columns da
 * and db. With `carry`, `before` (B, H) is h before the first step.
 * With several segments, `entering` (B, segments, H) is a db of the step after each.
 */
export const linearScanBackward = defineKernel({
  name: 'linear_scan_backward',
  buffers: { rows: 'read', drows: 'overwrite', before: 'read', entering: 'read' },
  dims: { ...SIZES, ...u32('h', 'd_stride', 'da', 'db', 'dh', 'carry'), ...CUT },
  work: ({ B, L, H }) => B * L * H * 12,
  time: { steps: ({ segment }) => segment },
  grid: ({ B, H, segments }) => linearGrid(B * segments * H, GROUP),
  reference({ rows, drows, before, entering }, dims) {
    const { B, L, H, stride, a, h, d_stride, da, db, dh, carry, segment, segments } = dims;
    for (let i = 0; i < B * H; i++) {
      const [sequence, channel] = [Math.floor(i / H), i % H];
      let adjoint = 0;
      for (let t = L - 1; t >= 0; t--) {
        const isLast = (t + 1) % segment === 0 || t === L - 1;
        if (segments > 1 && isLast) adjoint = entering[(sequence * segments + Math.floor(t / segment)) * H + channel];
        const base = (sequence * L + t) * stride + channel;
        const gradient = (sequence * L + t) * d_stride + channel;
        const first = carry ? before[i] : 0;
        const own = drows[gradient + dh] + adjoint;
        drows[gradient + db] = own;
        drows[gradient + da] = own * (t > 0 ? rows[base - stride + h] : first);
        adjoint = rows[base + a] * own;
      }
    }
  },
});
