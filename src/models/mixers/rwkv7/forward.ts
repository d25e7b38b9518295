import { bonusOutput } from '../../../autodiff/ops/bonus_output';
import { eraseScan } from '../../../autodiff/ops/erase_scan';
import { linear } from '../../../autodiff/ops/linear';
import { lowRank } from '../../../autodiff/ops/low_rank';
import { partProducts } from '../../../autodiff/ops/part_products';
import { tokenMix } from '../../../autodiff/ops/token_mix';
import { slice, whole } from '../../../autodiff/slice';
import type { Forward } from '../../engine';
import { EPS, type Rwkv7Config, sizes } from './options';

/**
 * A row of a token: r, k, v, and the ranks of the decay, of the rate of learning, and of the gate; and another: what these three come to, v,
 * and the bonus of each head.
 */
export const forward: Forward<Rwkv7Config> = ({ tape, config, parameter, x, residual, B, L, D, carry }) => {
  const { H, R } = sizes(config, D);
  const [r, k, v, w, a, g] = ['r', 'k', 'v', 'w', 'a', 'g'].map(name => parameter(`x_${name}`));
  const mixed = tokenMix(tape, x, [r, k, v, w, a, g], carry?.state('shift'));
  const rows = tape.variable('r k v, ranks', [B, L, 3 * D + R]);
  const [receptance, key, value] = ['receptance', 'key', 'value'].map(name => parameter(`${name}.weight`));
  partProducts(tape, mixed, {
    weights: [receptance, key, value, parameter('w1'), parameter('a1'), parameter('g1')],
    turned: 3,
    curved: 3,
    opened: 5,
    into: whole(rows),
  });
  const gated = tape.variable('w z g, v, bonus', [B, L, 4 * D + H]);
  lowRank(tape, slice(rows, 3 * D, R), {
    ...{ a: parameter('w2'), b: parameter('a2'), c: parameter('g2') },
    ...{ a_bias: parameter('w0'), b_bias: parameter('a0') },
    into: slice(gated, 0, 3 * D),
  });
  const vectors = [parameter('k_k'), parameter('k_a'), parameter('r_k')] as const;
  const y = eraseScan(tape, { H, values: slice(rows, 0, 3 * D), gated, vectors, state: carry?.state('S') });
  const norm = { weight: parameter('ln_x.weight'), bias: parameter('ln_x.bias'), eps: EPS };
  const shown = bonusOutput(tape, y, { H, gated, ...norm });
  return linear(tape, whole(shown), parameter('output.weight'), { residual });
};
