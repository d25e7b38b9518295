import { causalConv } from '../../autodiff/ops/causal_conv';
import { deltaScan } from '../../autodiff/ops/delta_scan';
import { headNorm } from '../../autodiff/ops/head_norm';
import { joinedLinear } from '../../autodiff/ops/joined_linear';
import { linear } from '../../autodiff/ops/linear';
import { type Slice, slice, whole } from '../../autodiff/slice';
import type { Forward } from '../engine';
import { EPS, widthsOf } from './description';
import type { DeltaConfig } from './options';

/** A row of a token: q, k, v, b, a, and the gate from the projections, then q, k, v as the convolutions give them. */
export const deltaForward: Forward<DeltaConfig> = ({ tape, config, parameter, x: input, residual, B, L, carry }) => {
  const { heads: H, kernel: taps, householder: R, neg_eigval, decay, gate } = config;
  const { q, k, v, b, a, z } = widthsOf(config);
  const projected = q + k + v + b + a + z;
  const rows = tape.variable('q k v b a z q k v', [B, L, projected + q + k + v]);
  const names = ['q', 'k', 'v', 'b', ...(decay ? ['a'] : []), ...(gate ? ['g'] : [])];
  const weights = names.map(name => parameter(`${name}_proj.weight`));
  joinedLinear(tape, whole(input), weights, slice(rows, 0, projected));
  const convolved = (name: string, offset: number, width: number): Slice => {
    const u = slice(rows, projected + offset, width);
    const weight = parameter(`${name}_conv1d.weight`);
    const state = taps > 1 ? carry?.state(`conv_${name}`) : undefined;
    causalConv(tape, { x: slice(rows, offset, width), u, weight, state });
    return u;
  };
  const rates = () => ({ A_log: parameter('A_log'), bias: parameter('dt_bias') });
  const y = deltaScan(tape, {
    H,
    R,
    most: neg_eigval ? 2 : 1,
    q: convolved('q', 0, q),
    k: convolved('k', q, k),
    v: convolved('v', q + k, v),
    b: slice(rows, q + k + v, b),
    decay: decay ? { a: slice(rows, q + k + v + b, a), ...rates() } : undefined,
    state: carry?.state('S'),
  });
  const gates = gate ? slice(rows, projected - z, z) : undefined;
  const normed = headNorm(tape, y, { H, weight: parameter('o_norm.weight'), z: gates, eps: EPS });
  return linear(tape, whole(normed), parameter('o_proj.weight'), { residual });
};
