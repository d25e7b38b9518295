import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';
import { lanesOf } from '../lanes';

/** Gates of `matrix_scan` (rows, 2H) from columns x (rows, H), bias (H), and A_log (H): w = softplus(x + bias), ln a = -exp(A_log) w. */
export const softplusDecay = defineKernel({
  name: 'softplus_decay',
  buffers: { values: 'read', bias: 'read', A_log: 'read', gates: 'write' },
  dims: u32('rows', 'H', 'stride', 'x'),
  grid: ({ rows, H }) => linearGrid(rows * H, 64),
  reference({ values, bias, A_log, gates }, { rows, H, stride, x }) {
    for (let row = 0; row < rows; row++) {
      for (let h = 0; h < H; h++) {
        const weight = softplus(values[row * stride + x + h] + bias[h]);
        gates[row * 2 * H + h] = -Math.exp(A_log[h]) * weight;
        gates[row * 2 * H + H + h] = weight;
      }
    }
  },
});

/** Adjoint of `softplus_decay`: columns dx of `dvalues`, and a copy of dbias and dA_log (copies, H) for each `segment` of rows. */
export const softplusDecayBackward = defineKernel({
  name: 'softplus_decay_backward',
  buffers: {
    ...allOf('read', 'values', 'bias', 'A_log', 'gates', 'dgates'),
    dvalues: 'overwrite',
    ...allOf('write', 'dbias', 'dA_log'),
  },
  dims: u32('rows', 'H', 'stride', 'x', 'd_stride', 'dx', 'segment'),
  work: ({ rows, H }) => rows * H * 8,
  constants: ({ segment }) => ({ LANES: lanesOf(segment) }),
  grid: ({ rows, H, segment }) => linearGrid(Math.ceil(rows / segment) * H * lanesOf(segment), 64),
  reference(
    { values, bias, A_log, gates, dgates, dvalues, dbias, dA_log },
    { rows, H, stride, x, d_stride, dx, segment },
  ) {
    const copies = Math.ceil(rows / segment);
    dbias.fill(0, 0, copies * H);
    dA_log.fill(0, 0, copies * H);
    for (let row = 0; row < rows; row++) {
      for (let h = 0; h < H; h++) {
        const gate = row * 2 * H + h;
        const ofWeight = dgates[gate + H] - Math.exp(A_log[h]) * dgates[gate];
        const own = ofWeight * sigmoid(values[row * stride + x + h] + bias[h]);
        dvalues[row * d_stride + dx + h] = own;
        dbias[Math.floor(row / segment) * H + h] += own;
        dA_log[Math.floor(row / segment) * H + h] += dgates[gate] * gates[gate];
      }
    }
  },
});
