import { causalConv } from '../../autodiff/ops/causal_conv';
import { gatedRmsNorm } from '../../autodiff/ops/gated_rms_norm';
import { levelScan } from '../../autodiff/ops/level_scan';
import { linear } from '../../autodiff/ops/linear';
import { matrixScan } from '../../autodiff/ops/matrix_scan';
import { softplusDecay } from '../../autodiff/ops/softplus_decay';
import { slice, whole } from '../../autodiff/slice';
import type { Var } from '../../autodiff/tape';
import type { Forward } from '../engine';
import type { DualConfig } from './options';
import { EPS, sizes } from './sizes';

/** A row of a token: z, x, B, C, step sizes, and levels from in_proj, then x, B, C as the convolution gives them, and weights of levels. */
export const dualForward: Forward<DualConfig> = ({ tape, config, parameter, x: input, residual, B, L, D, carry }) => {
  const { E, N, H, G, K, levels, convolved, projected } = sizes(config, D);
  const width = projected + convolved;
  const rows = tape.variable('z x B C delta x B C', [B, L, width + H * levels]);
  linear(tape, whole(input), parameter('in_proj.weight'), { into: slice(rows, 0, projected) });
  const z = slice(rows, 0, E);
  const x = slice(rows, projected, E);
  causalConv(tape, {
    x: slice(rows, E, convolved),
    u: slice(rows, projected, convolved),
    weight: parameter('conv1d.weight'),
    bias: parameter('conv1d.bias'),
    state: K > 1 ? carry?.state('taps') : undefined,
  });
  const delta = slice(rows, E + convolved, H);
  const gates = softplusDecay(tape, delta, { bias: parameter('dt_bias'), A_log: parameter('A_log') });
  const q = slice(rows, projected + E + G * N, G * N);
  const k = slice(rows, projected + E, G * N);
  const scan = (): Var => {
    if (levels === 0) return matrixScan(tape, { H, G, q, k, v: x, gates, state: carry?.state('ssm') });
    const [given, weights] = [slice(rows, projected - H * levels, H * levels), slice(rows, width, H * levels)];
    const from = carry && { state: carry.state('ssm'), cursor: carry.cursor };
    return levelScan(tape, { H, G, q, k, v: x, x: given, weights, scale: parameter('L'), gates, carry: from });
  };
  const y = scan();
  const normed = gatedRmsNorm(tape, { y, x, z, G, skip: parameter('D'), weight: parameter('norm.weight'), eps: EPS });
  return linear(tape, whole(normed), parameter('out_proj.weight'), { residual });
};
