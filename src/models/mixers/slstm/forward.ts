import { blockLinear } from '../../../autodiff/ops/block_linear';
import { causalConv } from '../../../autodiff/ops/causal_conv';
import { expGateRows, expGates } from '../../../autodiff/ops/exp_gates';
import { headLayerNorm } from '../../../autodiff/ops/head_layer_norm';
import { placeColumns } from '../../../autodiff/ops/place_columns';
import { slice, whole } from '../../../autodiff/slice';
import type { Forward } from '../../engine';
import { EPS, SLOTS, type SlstmConfig, unitsOf } from './options';

export const forward: Forward<SlstmConfig> = ({ tape, config, parameter, x, residual, B, L, D, carry }) => {
  const convolved = tape.variable('x, its convolution', [B, L, 2 * D]);
  const [input, u] = [slice(convolved, 0, D), slice(convolved, D, D)];
  placeColumns(tape, x, input);
  causalConv(tape, {
    x: input,
    u,
    weight: parameter('conv1d.conv.weight'),
    bias: parameter('conv1d.conv.bias'),
    state: config.kernel > 1 ? carry?.state('taps') : undefined,
  });
  const { rows, inputs } = expGateRows(tape, B, L, D);
  // The gates i and f see the convolution, z and o the token itself.
  for (const [slot, into] of inputs.entries()) {
    blockLinear(tape, slot < 2 ? u : whole(x), { weight: parameter(`${SLOTS[slot]}.weight`), into });
  }
  const y = expGates(tape, rows, {
    weight: parameter('slstm_cell._recurrent_kernel_'),
    bias: parameter('slstm_cell._bias_'),
    state: carry && (name => carry.state(name)),
  });
  return headLayerNorm(tape, y, {
    weight: parameter('group_norm.weight'),
    n: unitsOf(config, D),
    eps: EPS,
    residual,
  });
};
