import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { geluTanh, geluTanhSlope } from '../functions';
import { inFours } from './in_fours';

const SIZES = u32('rows', 'W', 'stride', 'x', 'gate');

/** Columns x times gelu of columns gate, both of `values` (rows, stride) -> y (rows, W). GELU is the form with tanh. */
export const geluGate = defineKernel({
  name: 'gelu_gate',
  buffers: { values: 'read', y: 'write' },
  dims: SIZES,
  grid: ({ rows, W }) => linearGrid(rows * W, 64),
  variants: inFours('gelu_gate', ({ rows }) => rows, 'W', 'stride', 'x', 'gate'),
  probe: () => ({ dims: { rows: 5, W: 12, stride: 28, x: 0, gate: 16 }, elements: { values: 140, y: 60 } }),
  reference({ values, y }, { rows, W, stride, x, gate }) {
    for (let i = 0; i < rows * W; i++) {
      const at = Math.floor(i / W) * stride + (i % W);
      y[i] = values[at + x] * geluTanh(values[at + gate]);
    }
  },
});

/** Adjoint of `gelu_gate`: columns dx and dgate of `dvalues` (rows, d_stride). */
export const geluGateBackward = defineKernel({
  name: 'gelu_gate_backward',
  buffers: { ...allOf('read', 'values', 'dy'), dvalues: 'overwrite' },
  dims: { ...SIZES, ...u32('d_stride', 'dx', 'dgate') },
  grid: ({ rows, W }) => linearGrid(rows * W, 64),
  variants: inFours('gelu_gate_backward', ({ rows }) => rows, 'W', 'stride', 'x', 'gate', 'd_stride', 'dx', 'dgate'),
  probe: () => ({
    dims: { rows: 5, W: 12, stride: 28, x: 0, gate: 16, d_stride: 24, dx: 12, dgate: 0 },
    elements: { values: 140, dy: 60, dvalues: 120 },
  }),
  reference({ values, dy, dvalues }, { rows, W, stride, x, gate, d_stride, dx, dgate }) {
    for (let i = 0; i < rows * W; i++) {
      const at = Math.floor(i / W) * stride + (i % W);
      const own = Math.floor(i / W) * d_stride + (i % W);
      dvalues[own + dx] = dy[i] * geluTanh(values[at + gate]);
      dvalues[own + dgate] = dy[i] * values[at + x] * geluTanhSlope(values[at + gate]);
    }
  },
});
