import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { sigmoid } from '../functions';

/** g of minGRU (Feng et al. 2024, appendix B): always above zero if `positive`, the value itself if not. */
export function candidate(hidden: number, positive: number): number {
  if (!positive) return hidden;
  return hidden >= 0 ? hidden + 0.5 : sigmoid(hidden);
}

/** Within values (rows, stride): columns a = 1 - z and b = z g(hidden), from columns hidden and gate, E of each. z = sigmoid(gate). */
export const minGruGates = defineKernel({
  name: 'min_gru_gates',
  buffers: { values: 'write' },
  dims: u32('rows', 'E', 'stride', 'hidden', 'gate', 'a', 'b', 'positive'),
  grid: ({ rows, E }) => linearGrid(rows * E, 64),
  reference({ values }, { rows, E, stride, hidden, gate, a, b, positive }) {
    for (let i = 0; i < rows * E; i++) {
      const at = Math.floor(i / E) * stride + (i % E);
      const own = values[at + gate];
      values[at + a] = sigmoid(-own);
      values[at + b] = sigmoid(own) * candidate(values[at + hidden], positive);
    }
  },
});

/** Adjoint of `min_gru_gates`, within gradients (rows, d_stride): columns dhidden and dgate from columns da and db. */
export const minGruGatesBackward = defineKernel({
  name: 'min_gru_gates_backward',
  buffers: { values: 'read', gradients: 'write' },
  dims: u32('rows', 'E', 'stride', 'hidden', 'gate', 'positive', 'd_stride', 'dhidden', 'dgate', 'da', 'db'),
  grid: ({ rows, E }) => linearGrid(rows * E, 64),
  reference({ values, gradients }, dims) {
    const { rows, E, stride, hidden, gate, positive, d_stride, dhidden, dgate, da, db } = dims;
    for (let i = 0; i < rows * E; i++) {
      const at = Math.floor(i / E) * stride + (i % E);
      const own = Math.floor(i / E) * d_stride + (i % E);
      const value = values[at + hidden];
      const z = sigmoid(values[at + gate]);
      const below = sigmoid(value);
      const slope = positive && value < 0 ? below * (1 - below) : 1;
      const [ofA, ofB] = [gradients[own + da], gradients[own + db]];
      gradients[own + dhidden] = ofB * z * slope;
      gradients[own + dgate] = (ofB * candidate(value, positive) - ofA) * z * (1 - z);
    }
  },
});
