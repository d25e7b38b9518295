import { blockTrio } from '../../../autodiff/ops/block_trio';
import { causalConv } from '../../../autodiff/ops/causal_conv';
import { linear } from '../../../autodiff/ops/linear';
import { matrixScan } from '../../../autodiff/ops/matrix_scan';
import { memoryOutput } from '../../../autodiff/ops/memory_output';
import { stableGates } from '../../../autodiff/ops/stable_gates';
import { slice, whole } from '../../../autodiff/slice';
import type { Forward } from '../../engine';
import { type MlstmConfig, sizes } from './options';

/** A row of a token: x and z from proj_up, x as the convolution gives it, then m of each head, and what its forget gate lets go. */
export const forward: Forward<MlstmConfig> = call => {
  const { tape, config, parameter, x: input, residual, B, L, D, carry, first } = call;
  const { E, H, n, K } = sizes(config, D);
  const rows = tape.variable('x z x m', [B, L, 3 * E + 2 * H]);
  linear(tape, whole(input), parameter('proj_up.weight'), { into: slice(rows, 0, 2 * E) });
  const [x, z, u] = [slice(rows, 0, E), slice(rows, E, E), slice(rows, 2 * E, E)];
  const convolve = (): void => {
    const [weight, bias] = [parameter('conv1d.conv.weight'), parameter('conv1d.conv.bias')];
    causalConv(tape, { x, u, weight, bias, state: K > 1 ? carry?.state('taps') : undefined });
  };
  const [ofQ, ofK, ofV] = [parameter('q_proj.weight'), parameter('k_proj.weight'), parameter('v_proj.weight')];
  const qkv = blockTrio(tape, { u, x, weights: [ofQ, ofK, ofV], makeU: convolve });
  const [q, k, v] = [slice(qkv, 0, E), slice(qkv, E, E), slice(qkv, 2 * E, E)];
  const gate = (name: string) => ({
    weight: parameter(`mlstm_cell.${name}.weight`),
    bias: parameter(`mlstm_cell.${name}.bias`),
  });
  const gates = stableGates(tape, whole(qkv), {
    input: gate('igate'),
    forget: gate('fgate'),
    cells: slice(rows, 3 * E, 2 * H),
    scale: 1 / Math.sqrt(n),
    state: carry?.state('m'),
    first,
    parts: [q, k, v],
  });
  const sums = matrixScan(tape, { H, G: H, q, k, v, ...gates, counts: true, spent: true, state: carry?.state('S') });
  const shown = memoryOutput(tape, sums, {
    H,
    u,
    z,
    m: slice(rows, 3 * E, H),
    weight: parameter('mlstm_cell.outnorm.weight'),
    skip: parameter('learnable_skip'),
  });
  return linear(tape, whole(shown), parameter('proj_down.weight'), { residual });
};
