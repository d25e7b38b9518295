import { blockLinear } from '../../../autodiff/ops/block_linear';
import { causalConv } from '../../../autodiff/ops/causal_conv';
import { geluGate } from '../../../autodiff/ops/gelu_gate';
import { linear } from '../../../autodiff/ops/linear';
import { linearScan } from '../../../autodiff/ops/linear_scan';
import { preservingGates } from '../../../autodiff/ops/preserving_gates';
import { slice, whole } from '../../../autodiff/slice';
import type { Forward } from '../../engine';
import { type RgLruConfig, sizes } from './options';

/** A row of a token: y and x from their projections, u as the convolution gives it, then a and h. */
export const forward: Forward<RgLruConfig> = ({ tape, config, parameter, x, residual, B, L, D, carry, first }) => {
  const { W, K } = sizes(config, D);
  const rows = tape.variable('y x u a h', [B, L, 5 * W]);
  const gates = tape.variable('r i', [B, L, 2 * W]);
  const [y, input, u, a, h] = [0, 1, 2, 3, 4].map(index => slice(rows, index * W, W));
  linear(tape, whole(x), parameter('linear_y.weight'), { bias: parameter('linear_y.bias'), into: y });
  linear(tape, whole(x), parameter('linear_x.weight'), { bias: parameter('linear_x.bias'), into: input });
  const [weight, bias] = [parameter('conv_1d.w'), parameter('conv_1d.b')];
  causalConv(tape, { x: input, u, weight, bias, plain: true, state: K > 1 ? carry?.state('taps') : undefined });
  for (const [index, name] of ['a_gate', 'input_gate'].entries()) {
    const own = { weight: parameter(`rg_lru.${name}.w`), bias: parameter(`rg_lru.${name}.b`), inputFirst: true };
    blockLinear(tape, u, { ...own, into: slice(gates, index * W, W) });
  }
  preservingGates(tape, gates, { u, a, b: h, A: parameter('rg_lru.a_param'), first });
  linearScan(tape, { a, b: h, h, state: carry?.state('h') });
  const gated = geluGate(tape, h, y);
  return linear(tape, whole(gated), parameter('linear_out.weight'), { bias: parameter('linear_out.bias'), residual });
};
