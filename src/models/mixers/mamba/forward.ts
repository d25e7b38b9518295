import { causalConv } from '../../../autodiff/ops/causal_conv';
import { linear } from '../../../autodiff/ops/linear';
import { sameRows } from '../../../autodiff/ops/same_rows';
import { selectiveScan } from '../../../autodiff/ops/selective_scan';
import { type Slice, slice, whole } from '../../../autodiff/slice';
import type { Var } from '../../../autodiff/tape';
import type { Forward } from '../../engine';
import type { MambaConfig } from './options';
import { layout, sizes } from './sizes';

/**
 * Each token has one row of 5E: x, z, u, delta, y, so that backward needs few buffers: x, z = in_proj; u = silu(conv(x));
 * low-rank delta, B, C = x_proj(u); delta = dt_proj; y = scan(u, Δ, B, C) gated by z.
 * The scan leaves Δ = softplus(delta) in delta's place. Gradient rows of 4E are enough: y's gradient is free before x's begins.
 * Without a gate z's columns stay empty. A B or C that does not depend on the token has shape (N), because the scan shares it
 * among channels; in `selective_scan` of state-spaces/mamba it has (E, N).
 */
export const forward: Forward<MambaConfig> = ({ tape, config, parameter, x, residual, B, L, D, carry }) => {
  const known = sizes(config, D);
  const { E, N, K, R, projected } = known;
  const { delta, BC, selective, fixed } = layout(config, known);
  const rows: Var = {
    shape: [B, L, 5 * E],
    data: tape.tensor('x z u delta y', [B, L, 5 * E]),
    grad: tape.training ? tape.tensor('d x z u delta', [B, L, 4 * E]) : undefined,
  };
  const xdbl = tape.variable('delta B C', [B, L, R + 2 * N]);
  linear(tape, whole(x), parameter('in_proj.weight'), { into: slice(rows, 0, projected) });
  const columns = (index: number): Slice => slice(rows, index * E, E);
  const u = columns(2);
  causalConv(tape, {
    x: columns(0),
    u,
    weight: parameter('conv1d.weight'),
    bias: parameter('conv1d.bias'),
    state: K > 1 ? carry?.state('taps') : undefined,
  });
  if (fixed.width > 0) sameRows(tape, parameter(fixed.name), slice(xdbl, fixed.at, fixed.width));
  if (selective.width > 0) {
    const into = slice(xdbl, selective.at, selective.width);
    linear(tape, u, parameter('x_proj.weight'), { into });
  }
  const bias = parameter('dt_proj.bias');
  const steps = columns(3);
  if (R > 0) linear(tape, slice(xdbl, delta, R), parameter('dt_proj.weight'), { bias, into: steps });
  else sameRows(tape, bias, steps);
  const y = slice(rows, 4 * E, E, 0);
  selectiveScan(tape, {
    u,
    delta: steps,
    z: config.gate === 'silu' ? columns(1) : undefined,
    y,
    BC: slice(xdbl, BC, 2 * N),
    A_log: parameter('A_log'),
    D: parameter('D'),
    state: carry?.state('ssm'),
  });
  return linear(tape, y, parameter('out_proj.weight'), { residual });
};
