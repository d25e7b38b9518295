import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';

/** g of minGRU and minLSTM (Feng et al. 2024, appendix B): always above zero if `positive`, the value itself if not. */
export function candidate(hidden: number, positive: number): number {
  if (!positive) return hidden;
  return hidden >= 0 ? hidden + 0.5 : sigmoid(hidden);
}

/**
 * z = sigmoid(openness). Of minGRU it is the gate. Of minLSTM it is such that z = i / (f + i), with i and f the sigmoids of `gate` and
 * `forget`: where both are very negative, the quotient itself is 0 / 0.
 */
export function openness(gate: number, forget: number, paired: number): number {
  return paired ? softplus(-forget) - softplus(-gate) : gate;
}

/**
 * Within values (rows, stride): columns a = 1 - z and b = z g(hidden), from columns hidden, gate, and, if `paired`, forget, E of each.
 * See `openness` for z.
 */
export const minimalGates = defineKernel({
  name: 'minimal_gates',
  buffers: { values: 'write' },
  dims: u32('rows', 'E', 'stride', 'hidden', 'gate', 'forget', 'a', 'b', 'positive', 'paired'),
  grid: ({ rows, E }) => linearGrid(rows * E, 64),
  reference({ values }, { rows, E, stride, hidden, gate, forget, a, b, positive, paired }) {
    for (let i = 0; i < rows * E; i++) {
      const at = Math.floor(i / E) * stride + (i % E);
      const own = openness(values[at + gate], values[at + forget], paired);
      values[at + a] = sigmoid(-own);
      values[at + b] = sigmoid(own) * candidate(values[at + hidden], positive);
    }
  },
});

/** Adjoint of `minimal_gates`, within gradients (rows, d_stride): columns dhidden, dgate, and dforget from columns da and db. */
export const minimalGatesBackward = defineKernel({
  name: 'minimal_gates_backward',
  buffers: { values: 'read', gradients: 'write' },
  dims: u32(
    ...(['rows', 'E', 'stride', 'hidden', 'gate', 'forget', 'positive', 'paired'] as const),
    ...(['d_stride', 'dhidden', 'dgate', 'dforget', 'da', 'db'] as const),
  ),
  grid: ({ rows, E }) => linearGrid(rows * E, 64),
  reference({ values, gradients }, dims) {
    const { rows, E, stride, hidden, gate, forget, positive, paired, d_stride, dhidden, dgate, dforget, da, db } = dims;
    for (let i = 0; i < rows * E; i++) {
      const at = Math.floor(i / E) * stride + (i % E);
      const own = Math.floor(i / E) * d_stride + (i % E);
      const [value, opened, closed] = [values[at + hidden], values[at + gate], values[at + forget]];
      const open = openness(opened, closed, paired);
      const z = sigmoid(open);
      const below = sigmoid(value);
      const slope = positive && value < 0 ? below * (1 - below) : 1;
      const [ofA, ofB] = [gradients[own + da], gradients[own + db]];
      const pull = (ofB * candidate(value, positive) - ofA) * z * sigmoid(-open);
      gradients[own + dhidden] = ofB * z * slope;
      gradients[own + dgate] = paired ? pull * sigmoid(-opened) : pull;
      if (paired) gradients[own + dforget] = -pull * sigmoid(-closed);
    }
  },
});
