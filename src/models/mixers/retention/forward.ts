import { headNorm } from '../../../autodiff/ops/head_norm';
import { joinedLinear } from '../../../autodiff/ops/joined_linear';
import { linear } from '../../../autodiff/ops/linear';
import { matrixScan } from '../../../autodiff/ops/matrix_scan';
import { rotateHeads } from '../../../autodiff/ops/rotate_heads';
import { slice, whole } from '../../../autodiff/slice';
import type { Forward } from '../../engine';
import { epsOf, keyValueSizes } from '../../key_value_heads';
import { decays, type RetentionConfig } from './options';

/** A row of a token: q and k before their rotation, v, and the output's gate. */
export const forward: Forward<RetentionConfig> = call => {
  const { tape, config, parameter, B, L, D, carry, first } = call;
  const { H, K, keys, values } = keyValueSizes(config, D);
  const rows = tape.variable('q k v z', [B, L, 2 * keys + 2 * values]);
  const weights = ['q', 'k', 'v', 'g'].map(name => parameter(`${name}_proj.weight`));
  joinedLinear(tape, whole(call.x), weights, whole(rows));
  const turned = rotateHeads(tape, slice(rows, 0, 2 * keys), {
    K,
    base: config.rope_base,
    cursor: first,
  });
  const y = matrixScan(tape, {
    H,
    G: H,
    q: slice(turned, 0, keys),
    k: slice(turned, keys, keys),
    v: slice(rows, 2 * keys, values),
    fixed: tape.constant('decays', [2 * H], decays(H)),
    state: carry?.state('S'),
  });
  const z = slice(rows, 2 * keys + values, values);
  const normed = headNorm(tape, y, { H, weight: parameter('g_norm_swish_gate.weight'), z, eps: epsOf(K) });
  return linear(tape, whole(normed), parameter('o_proj.weight'), { residual: call.residual });
};
