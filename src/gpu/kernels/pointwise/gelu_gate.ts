import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { geluTanh, geluTanhSlope } from '../functions';

const SIZES = u32('rows', 'W', 'stride', 'x', 'gate');

/** Columns x times gelu of columns gate, both of `values` (rows, stride) -> y (rows, W). GELU is the form with tanh. */
export const geluGate = defineKernel({
  name: 'gelu_gate',
  buffers: { values: 'read', y: 'write' },
  dims: SIZES,
  grid: ({ rows, W }) => linearGrid(rows * W, 64),
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
  reference({ values, dy, dvalues }, { rows, W, stride, x, gate, d_stride, dx, dgate }) {
    for (let i = 0; i < rows * W; i++) {
      const at = Math.floor(i / W) * stride + (i % W);
      const own = Math.floor(i / W) * d_stride + (i % W);
      dvalues[own + dx] = dy[i] * geluTanh(values[at + gate]);
      dvalues[own + dgate] = dy[i] * values[at + x] * geluTanhSlope(values[at + gate]);
    }
  },
});
