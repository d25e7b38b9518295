import { headNorm } from '../../../autodiff/ops/head_norm';
import { joinedLinear } from '../../../autodiff/ops/joined_linear';
import { linear } from '../../../autodiff/ops/linear';
import { logSigmoid } from '../../../autodiff/ops/log_sigmoid';
import { matrixScan } from '../../../autodiff/ops/matrix_scan';
import { slice, whole } from '../../../autodiff/slice';
import type { Forward } from '../../engine';
import { epsOf, keyValueSizes } from '../../key_value_heads';
import type { GlaConfig } from './options';

/** A row of a token: q, k, v, the output's gate, and what the decays come from. */
export const forward: Forward<GlaConfig> = ({ tape, config, parameter, x, residual, B, L, D, carry }) => {
  const { H, K, keys, values } = keyValueSizes(config, D);
  const { gate_rank: R } = config;
  const projected = 2 * keys + 2 * values + R;
  const rows = tape.variable('q k v z r', [B, L, projected]);
  const names = ['q_proj', 'k_proj', 'v_proj', 'g_proj', 'gk_proj.0'];
  const weights = names.map(name => parameter(`${name}.weight`));
  joinedLinear(tape, whole(x), weights, whole(rows));
  const low = slice(rows, projected - R, R);
  const gates = linear(tape, low, parameter('gk_proj.1.weight'), { bias: parameter('gk_proj.1.bias') });
  const y = matrixScan(tape, {
    H,
    G: H,
    q: slice(rows, 0, keys),
    k: slice(rows, keys, keys),
    v: slice(rows, 2 * keys, values),
    decays: logSigmoid(tape, gates, 1 / config.gate_norm),
    state: carry?.state('S'),
  });
  const weight = parameter('g_norm_swish_gate.weight');
  const normed = headNorm(tape, y, { H, weight, z: slice(rows, 2 * keys + values, values), eps: epsOf(K) });
  return linear(tape, whole(normed), parameter('o_proj.weight'), { residual });
};
