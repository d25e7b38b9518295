import { matrixScan as forward } from '../../gpu/kernels/scan/matrix_scan';
import {
  matrixScanBackward as backward,
  matrixScanGates as ofGates,
  matrixScanKeys as ofKeys,
} from '../../gpu/kernels/scan/matrix_scan_backward';
import { matrixScanDecays as ofDecays } from '../../gpu/kernels/scan/matrix_scan_decays';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Tape, Var } from '../tape';
import { before } from './carried';

/** What backward has read and left: q and k, and the gradients of q and of w k for each head. */
export interface ScanGradients {
  readonly keys: Tensor;
  readonly dkeys: Tensor;
}

/** Sizes, and where q and k lie in a row of `keys`. */
export type ScanPlaces = Readonly<Record<'B' | 'L' | 'H' | 'G' | 'K' | 'key_stride' | 'q' | 'k', number>>;

export interface MatrixScanOptions {
  /** Heads, each with a matrix S of its own. */
  readonly H: number;
  /** Groups of heads that share q and k. */
  readonly G: number;
  /** (B, L, G K) */
  readonly q: Slice;
  /** (B, L, G K), of the rows that q is of. */
  readonly k: Slice;
  /** (B, L, H V), or (B, L, H (V - 1)) if the last row of S counts. */
  readonly v: Slice;
  /** (B, L, 2H): ln a, then w, of each head; absent: nothing decays, and every w is 1. */
  readonly gates?: Var | undefined;
  /** Records the gradient of `gates` from what backward leaves in `dkeys` (B, L, H, 2K). Default: that of ln a and w. */
  readonly pullGates?: ((read: ScanGradients, sizes: ScanPlaces) => void) | undefined;
  /** (B, L, H K): ln a of each key of each head, in place of `gates`. Each head then has its own q and k. */
  readonly decays?: Var | undefined;
  /** (2H): ln a, then w, of each head, the same at every token, in place of `gates`. */
  readonly fixed?: Tensor | undefined;
  /** The last row of each S takes 1 for its values: it sums the keys. Default: false. */
  readonly counts?: boolean | undefined;
  /** y is as of Tape.spent: one op reads it. Default: false. */
  readonly spent?: boolean | undefined;
  /** (B, H, V, K): S before the first token; afterwards S after the last. No gradient flows into it. */
  readonly state?: Tensor | undefined;
}

/** S = a S + w v kᵀ in each head, y = S q: (B, L, H V). Its gradient of v adds to what is there. */
export function matrixScan(tape: Tape, options: MatrixScanOptions): Var {
  const { H, G, q, k, v, gates, decays, fixed, state } = options;
  const counts = options.counts ? 1 : 0;
  const keys = rowsOf(q, k);
  const [B, L, key_stride] = dims(keys, 3);
  const [K, V] = [q.width / G, v.width / H + counts];
  const shape = [B, L, H * V];
  const y = options.spent ? tape.spent('S q', shape) : tape.variable('S q', shape);
  const sizes = { B, L, H, G, K, V, counts };
  const places = { key_stride, q: q.offset, k: k.offset, value_stride: v.stride, v: v.offset };
  const gated = { gated: decays ? 2 : gates || fixed ? 1 : 0, gate_stride: decays ? H * K : gates ? 2 * H : 0 };
  const carry = state ? 1 : 0;
  const kept = before(tape, state);
  const read = { keys: keys.data, values: v.of.data, gates: (decays ?? gates)?.data ?? fixed ?? tape.nothing };
  const S = state ?? tape.tensor('S', [B, H, V, K]);
  tape.run(forward, { ...read, state: S, y: y.data }, { ...sizes, ...places, ...gated, carry });

  const [dkeys, dvalues] = [keys.grad, v.of.grad];
  if (!y.grad || !dkeys || !dvalues) return y;
  const ofHeads = tape.tensor('d q, w k of heads', [B, L, H, 2 * K]);
  const { stride: d_stride } = q.gradient;
  if (gates?.grad) {
    const left = { keys: keys.data, dkeys: ofHeads };
    const own = { B, L, H, G, K, key_stride, q: q.offset, k: k.offset };
    if (options.pullGates) options.pullGates(left, own);
    else tape.pull(ofGates, { ...left, gates: gates.data, dgates: gates.grad }, own);
  }
  if (decays?.grad) {
    tape.pull(
      ofDecays,
      { keys: keys.data, dkeys: ofHeads, dgates: decays.grad },
      { B, L, H, K, key_stride, q: q.offset, k: k.offset },
    );
  }
  tape.pull(
    ofKeys,
    { gates: read.gates, dkeys: ofHeads, drows: dkeys },
    { rows: B * L, H, G, K, d_stride, dq: q.gradient.offset, dk: k.gradient.offset, ...gated },
    { drows: [q, k].map(({ gradient, width }) => region(gradient, width)) },
  );
  const sums = tape.tensor('sums of gradients', [3, B, H, K, V]);
  tape.pull(
    backward,
    { ...read, dy: y.grad, before: kept, dkeys: ofHeads, dvalues, sums },
    { ...sizes, ...places, d_stride: v.gradient.stride, dv: v.gradient.offset, ...gated, carry },
    { dvalues: region(v.gradient, v.width) },
  );
  return y;
}
