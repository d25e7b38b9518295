import { deltaInputsBackward, deltaInputs as ofInputs } from '../../gpu/kernels/scan/delta_inputs';
import { deltaScan as forward } from '../../gpu/kernels/scan/delta_scan';
import {
  deltaScanErrors as ofErrors,
  deltaScanGates as ofGates,
  deltaScanKeys as ofKeys,
} from '../../gpu/kernels/scan/delta_scan_backward';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';
import { before } from './carried';

export interface DeltaScanOptions {
  /** Heads, each with a matrix S (K, V). */
  readonly H: number;
  /** Writes a token. */
  readonly R: number;
  /** The largest β. */
  readonly most: number;
  /** (B, L, H K) */
  readonly q: Slice;
  /** (B, L, R H K), and all others, too: of the rows that q is of. */
  readonly k: Slice;
  /** (B, L, R H V) */
  readonly v: Slice;
  /** (B, L, R H): β = most · sigmoid(b). */
  readonly b: Slice;
  /** ln a = -exp(A_log) softplus(a + bias): a (B, L, H), A_log (H), bias (H). Absent: nothing decays. */
  readonly decay?: { readonly a: Slice; readonly A_log: Parameter; readonly bias: Parameter } | undefined;
  /** (B, H, K, V): S before the first token; afterwards S after the last. No gradient flows into it. */
  readonly state?: Tensor | undefined;
}

/**
 * q / |q| / √K and k / |k|, then the delta rule: S = a S; for each write S = S + β k (v - Sᵀ k)ᵀ; y = Sᵀ q: (B, L, H V). Backward
 * overwrites the gradients of q, k, b, and a, so it must be the first to contribute to them; that of v adds to what is there.
 */
export function deltaScan(tape: Tape, options: DeltaScanOptions): Var {
  const { H, R, most, q, k, v, b, decay, state } = options;
  const rows = rowsOf(q, k, v, b);
  const [B, L, stride] = dims(rows, 3);
  const [K, V] = [q.width / H, v.width / R / H];
  const keys = tape.variable('q, k of unit length', [B, L, (1 + R) * H * K]);
  const gates = tape.variable('ln a, β', [B, L, (1 + R) * H]);
  const gateParameters = { A_log: decay?.A_log.data ?? tape.nothing, bias: decay?.bias.data ?? tape.nothing };
  const inputs = {
    ...{ rows: B * L, H, K, R, stride, q: q.offset, k: k.offset, b: b.offset, a: decay?.a.offset ?? 0 },
    ...{ decay: decay ? 1 : 0, most },
  };
  tape.run(ofInputs, { values: rows.data, ...gateParameters, keys: keys.data, gates: gates.data }, inputs);

  const y = tape.variable('Sᵀ q', [B, L, H * V]);
  const sizes = { B, L, H, K, V, R };
  const carry = state ? 1 : 0;
  const kept = before(tape, state);
  const errors = tape.training ? tape.tensor('v - Sᵀ k', [B, L, R * H * V]) : tape.nowhere();
  const values = { value_stride: stride, v: v.offset };
  const read = { keys: keys.data, gates: gates.data };
  tape.run(
    forward,
    { ...read, values: rows.data, state: state ?? tape.tensor('S', [B, H, K, V]), y: y.data, errors },
    { ...sizes, ...values, carry, keeps: tape.training ? 1 : 0 },
  );
  if (!y.grad || !rows.grad || !gates.grad) return y;

  const dkeys = tape.tensor('d q, d k twice', [B, L, (1 + 2 * R) * H * K]);
  const derrors = tape.tensor('d errors', [B, L, R * H * V]);
  const { stride: d_stride } = q.gradient;
  const segment = rowSegment(B * L, deltaInputsBackward, inputs);
  const copies = Math.ceil((B * L) / segment);
  const summands = {
    dA_log: decay ? tape.partial(decay.A_log, copies) : tape.nowhere(),
    dbias: decay ? tape.partial(decay.bias, copies) : tape.nowhere(),
  };
  const overwritten = [q, k, b, ...(decay ? [decay.a] : [])];
  tape.pull(
    deltaInputsBackward,
    { values: rows.data, ...gateParameters, dkeys, dgates: gates.grad, dvalues: rows.grad, ...summands },
    {
      ...{ ...inputs, d_stride, dq: q.gradient.offset, dk: k.gradient.offset, db: b.gradient.offset },
      ...{ da: decay?.a.gradient.offset ?? 0, segment },
    },
    { dvalues: overwritten.map(({ gradient, width }) => region(gradient, width)) },
  );
  tape.pull(
    ofGates,
    { gates: gates.data, values: rows.data, y: y.data, dy: y.grad, errors, derrors, dgates: gates.grad },
    { B, L, H, V, R, ...values },
  );
  tape.pull(
    ofKeys,
    { ...read, errors, derrors, dy: y.grad, before: kept, dkeys, sums: tape.tensor('rows of sums', [2, B, H, V, K]) },
    { ...sizes, carry },
  );
  tape.pull(
    ofErrors,
    { ...read, dy: y.grad, derrors, dvalues: rows.grad, sums: tape.tensor('columns of sums', [B, H, K, V]) },
    { ...sizes, d_stride, dv: v.gradient.offset },
    { dvalues: region(v.gradient, v.width) },
  );
  return y;
}
