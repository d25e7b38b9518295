import { levelScanBackward as backward, levelScan as forward } from '../../gpu/kernels/scan/level_scan';
import { levelWeights, levelWeightsBackward } from '../../gpu/kernels/scan/level_weights';
import { matrixScanGates as ofGates, matrixScanKeys as ofKeys } from '../../gpu/kernels/scan/matrix_scan_backward';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface LevelScanOptions {
  readonly H: number;
  /** Groups of heads that share q and k. */
  readonly G: number;
  /** (B, L, G K) each, (B, L, H V), and (B, L, H levels), what the weights of the levels come from: columns of the same rows. */
  readonly q: Slice;
  readonly k: Slice;
  readonly v: Slice;
  readonly x: Slice;
  /** (B, L, H levels), of the same rows: softplus(scale x). No other op reads these columns. */
  readonly weights: Slice;
  /** (H, levels) */
  readonly scale: Parameter;
  /** (B, L, 2H): ln a, then w, of each head. */
  readonly gates: Var;
  /** The state before the first token, and its position; afterwards the state after the last. Not in training. */
  readonly carry?: { readonly state: Tensor; readonly cursor: Tensor } | undefined;
}

/**
 * S = a S + w v kᵀ in each head, its past in levels (Guo et al. 2025), and y the sum of what q reads of each, times its weight:
 * (B, L, H V). Backward overwrites the gradient of x, and adds to those of q, k, and v.
 */
export function levelScan(tape: Tape, options: LevelScanOptions): Var {
  const { H, G, q, k, v, x, weights, scale, gates, carry } = options;
  const rows = rowsOf(q, k, v, x, weights);
  const [B, L] = dims(rows, 3);
  const [, levels] = dims(scale, 2);
  const [K, V] = [q.width / G, v.width / H];
  if (tape.training && carry) throw new Error('a scan over levels cannot train from a carried state');
  const own = { rows: x.rows, count: H * levels, stride: x.stride, x: x.offset };
  tape.run(
    levelWeights,
    { values: rows.data, scale: scale.data },
    { ...own, y: weights.offset },
    { values: region(weights, weights.width) },
  );
  const sizes = { B, L, H, G, K, V, levels };
  const places = { stride: q.stride, q: q.offset, k: k.offset, v: v.offset, weights: weights.offset };
  const y = tape.variable('S q of levels', [B, L, H * V]);
  const cursor = carry?.cursor ?? tape.constant('no cursor', [4], new Int32Array(4));
  const state = carry?.state ?? tape.tensor('S', [B, levels, H, V, K]);
  const read = { rows: rows.data, gates: gates.data };
  tape.run(forward, { ...read, cursor, state, y: y.data }, { ...sizes, ...places, carry: carry ? 1 : 0 });
  if (!y.grad || !rows.grad || !gates.grad) return y;
  const dkeys = tape.tensor('d q, w k of heads', [B, L, H, 2 * K]);
  const dweights = tape.tensor('d weights of levels', [B, L, H, levels, K]);
  const weighed = { ...own, K, d_stride: x.gradient.stride, dx: x.gradient.offset };
  const segment = rowSegment(x.rows, levelWeightsBackward, weighed);
  const dscale = tape.partial(scale, Math.ceil(x.rows / segment));
  tape.pull(
    levelWeightsBackward,
    { values: rows.data, scale: scale.data, dweights, dvalues: rows.grad, dscale },
    { ...weighed, segment },
    { dvalues: region(x.gradient, x.width) },
  );
  tape.pull(
    ofGates,
    { keys: rows.data, gates: gates.data, dkeys, dgates: gates.grad },
    { B, L, H, G, K, key_stride: q.stride, q: q.offset, k: k.offset },
  );
  const { stride: d_stride } = q.gradient;
  tape.pull(
    ofKeys,
    { gates: gates.data, dkeys, drows: rows.grad },
    { rows: B * L, H, G, K, d_stride, dq: q.gradient.offset, dk: k.gradient.offset, gated: 1, gate_stride: 2 * H },
    { drows: [q, k].map(({ gradient, width }) => region(gradient, width)) },
  );
  const sums = tape.tensor('sums of gradients', [3, B, H, levels, K, V]);
  tape.pull(
    backward,
    { ...read, dy: y.grad, dkeys, dweights, drows: rows.grad, sums },
    { ...sizes, ...places, d_stride, dv: v.gradient.offset },
    { drows: region(v.gradient, v.width) },
  );
  return y;
}
