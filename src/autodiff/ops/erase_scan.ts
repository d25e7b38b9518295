import { eraseInputsBackward, eraseInputs as ofInputs } from '../../gpu/kernels/scan/erase_inputs';
import { eraseScan as forward } from '../../gpu/kernels/scan/erase_scan';
import {
  eraseScanDecays as ofDecays,
  eraseScanErrors as ofErrors,
  eraseScanKeys as ofKeys,
} from '../../gpu/kernels/scan/erase_scan_backward';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, type Slice, slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';
import { before } from './carried';
import { joined } from './joined';

export interface EraseScanOptions {
  /** Heads, each with a matrix S (K, K), D = H K. */
  readonly H: number;
  /** (B, L, 3D), the first columns of their rows: r, k, and v. */
  readonly values: Slice;
  /** (B, L, 4D + H): w, z, and a gate, D each; afterwards v and the bonus of each head behind them. */
  readonly gated: Var;
  /** D numbers each: k_k, k_a, r_k. */
  readonly vectors: readonly [ofRead: Parameter, ofKey: Parameter, ofBonus: Parameter];
  /** (B, H, K, K): S before the first token; afterwards S after the last. No gradient flows into it. */
  readonly state?: Tensor | undefined;
}

/**
 * The recurrence of an RWKV-7, S = S a - e (Sᵀ c)ᵀ + k vᵀ, y = Sᵀ r, from what `erase_inputs` makes: y (B, L, D), of Tape.spent. Backward
 * overwrites the gradients of `values`, of w, and of z, so it must be the first to contribute to them. Those of the gate, v, and the bonus
 * must come from what is recorded later.
 */
export function eraseScan(tape: Tape, { H, values, gated, vectors, state }: EraseScanOptions): Var {
  const [B, L] = dims(gated, 3);
  const D = values.width / 3;
  const K = D / H;
  const read = { rows: B * L, H, K, stride: values.stride };
  const segment = rowSegment(B * L, eraseInputsBackward, read);
  const parameters = joined(tape, vectors, [3, D], Math.ceil((B * L) / segment));
  const keys = tape.variable('r, c, e, k', [B, L, 4 * D]);
  const gates = tape.variable('a', [B, L, D]);
  const given = { values: values.of.data, vectors: parameters.data };
  tape.run(ofInputs, { ...given, gated: gated.data, keys: keys.data, gates: gates.data }, read, {
    gated: region(slice(gated, 3 * D, D + H), D + H),
  });

  const y = tape.spent('Sᵀ r', [B, L, D]);
  const sizes = { B, L, H, K, V: K };
  const carry = state ? 1 : 0;
  const kept = before(tape, state);
  const errors = tape.training ? tape.tensor('Sᵀ c, v', [B, L, 2 * D]) : tape.nowhere();
  const scanned = { keys: keys.data, gates: gates.data };
  tape.run(
    forward,
    { ...scanned, values: gated.data, state: state ?? tape.tensor('S', [B, H, K, K]), y: y.data, errors },
    { ...sizes, value_stride: 4 * D + H, v: 3 * D, carry, keeps: tape.training ? 1 : 0 },
  );
  const [drows, dgated, dkeys, dgates, dy] = [values.of.grad, gated.grad, keys.grad, gates.grad, y.grad];
  if (!drows || !dgated || !dkeys || !dgates || !dy) return y;

  const derrors = tape.tensor('d Sᵀ c', [B, L, D]);
  const d_stride = values.gradient.stride;
  tape.pull(
    eraseInputsBackward,
    { ...given, gated: gated.data, dkeys, dgates, dgated, dvalues: drows, dvectors: parameters.gradient },
    { ...read, d_stride, segment },
    {
      dgated: [0, D].map(offset => region(slice(gated, offset, D), D)),
      dvalues: region(values.gradient, values.width),
    },
  );
  tape.pull(ofDecays, { keys: keys.data, dkeys, dgates }, { B, L, H, K });
  tape.pull(
    ofKeys,
    { ...scanned, errors, derrors, dy, before: kept, dkeys, sums: tape.tensor('rows of sums', [2, B, H, K, K]) },
    { ...sizes, carry },
  );
  tape.pull(
    ofErrors,
    { ...scanned, dy, derrors, dvalues: dgated, sums: tape.tensor('columns of sums', [B, H, K, K]) },
    { ...sizes, d_stride: 4 * D + H, dv: 3 * D },
    { dvalues: region(slice(gated, 3 * D, D), D) },
  );
  return y;
}
