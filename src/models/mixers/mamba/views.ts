import type { HostArray } from '../../../gpu/dtype';
import { hearMessages } from '../../../gpu/hear_messages';
import { selectiveScan } from '../../../gpu/kernels/scan/selective_scan';
import type { Views, ViewsCall } from '../../engine';
import { fromZero, matrixView, rowsOf } from '../../view_values';
import type { MambaConfig } from './options';
import { layout } from './sizes';

/** Columns of a row of 5E, see forward.ts. */
const U = 2;
const DELTA = 3;

/** After so many milliseconds of work the thread hears its messages. */
const TURN_MILLISECONDS = 50;

/** An influence of a token on a state below this is negligible. */
const NONE = 1e-12;

/** One sequence of L tokens through E channels of N states each. */
export interface Scan {
  readonly L: number;
  readonly E: number;
  readonly N: number;
  /** (L, 5E), with u and Δ in it. */
  readonly rows: HostArray;
  /** (L, R + 2N): B, then C, in columns from `BC` on. */
  readonly xdbl: HostArray;
  readonly BC: number;
  /** (E, N): A, all negative. */
  readonly A: Float64Array;
}

type Config = Pick<MambaConfig, 'd_conv' | 'selective_B' | 'selective_C'>;

export async function readScan({ L, config, kept, parameter }: ViewsCall<Config>): Promise<Scan> {
  const rows = await kept(selectiveScan, 'rows');
  const xdbl = await kept(selectiveScan, 'xdbl');
  const A = Float64Array.from(await parameter('A_log'), value => -Math.exp(value));
  const E = rows.length / L / 5;
  const N = A.length / E;
  const { BC } = layout(config, { R: xdbl.length / L - 2 * N, N });
  return { L, E, N, rows, xdbl, BC, A };
}

/**
 * One channel as attention, (L, L): y[t] = Σ_s M[t, s] u[s] (+ D u[t], then gated) with
 * M[t, s] = Σ_n C_t[n] · Π_{s<r≤t} exp(Δ_r A[n]) · Δ_s B_s[n] (Ali et al. 2024, The Hidden Attention of Mamba Models,
 * arXiv:2403.01590).
 */
export function impliedAttention(scan: Scan, e: number): Float64Array {
  const { L, N, xdbl, BC } = scan;
  const width = xdbl.length / L;
  const decays = decaysOf(scan, e);
  const implied = new Float64Array(L * L);
  const influence = new Float64Array(N);
  for (let s = 0; s < L; s++) {
    const step = deltaOf(scan, s, e);
    for (let n = 0; n < N; n++) influence[n] = step * xdbl[s * width + BC + n];
    let alive = N;
    for (let t = s; t < L; t++) {
      // The last states usually forget first.
      while (alive > 0 && Math.abs(influence[alive - 1]) < NONE) alive--;
      if (alive === 0) break;
      const C = t * width + BC + N;
      let sum = 0;
      for (let n = 0; n < alive; n++) sum += xdbl[C + n] * influence[n];
      implied[t * L + s] = sum;
      const next = (t + 1) * N;
      if (t + 1 < L) for (let n = 0; n < alive; n++) influence[n] *= decays[next + n];
    }
  }
  return implied;
}

function deltaOf({ rows, E }: Scan, t: number, e: number): number {
  return rows[(t * 5 + DELTA) * E + e];
}

/** (L, N): exp(Δ A) of a channel. */
function decaysOf(scan: Scan, e: number): Float64Array {
  const { L, N, A } = scan;
  const decays = new Float64Array(L * N);
  for (let t = 0; t < L; t++) {
    const delta = deltaOf(scan, t, e);
    for (let n = 0; n < N; n++) decays[t * N + n] = Math.exp(delta * A[e * N + n]);
  }
  return decays;
}

/** (L): Σ over all channels and states of h². */
function squaredStates(scan: Scan): Float64Array {
  const { L, E, N, rows, xdbl, BC } = scan;
  const width = xdbl.length / L;
  const squares = new Float64Array(L);
  for (let e = 0; e < E; e++) {
    const decays = decaysOf(scan, e);
    const h = new Float64Array(N);
    for (let t = 0; t < L; t++) {
      const deltaU = deltaOf(scan, t, e) * rows[(t * 5 + U) * E + e];
      for (let n = 0; n < N; n++) {
        h[n] = decays[t * N + n] * h[n] + deltaU * xdbl[t * width + BC + n];
        squares[t] += h[n] ** 2;
      }
    }
  }
  return squares;
}

/** Mean over channels of the absolute weight of each token for each other. Seconds in a large model, so messages are heard. */
async function meanImplied(scan: Scan): Promise<Float32Array> {
  const { L, E } = scan;
  const mean = new Float32Array(L * L);
  let since = performance.now();
  for (let e = 0; e < E; e++) {
    const own = impliedAttention(scan, e);
    for (let i = 0; i < mean.length; i++) mean[i] += Math.abs(own[i]) / E;
    if (performance.now() - since < TURN_MILLISECONDS) continue;
    await hearMessages();
    since = performance.now();
  }
  return mean;
}

/** Why the scan may act on a token after the token. */
function delayWords(taps: number): string {
  if (taps === 1) return '';
  return ` A peak can lie up to ${taps - 1} tokens after the token that causes it, because a convolution of ${taps} taps comes first.`;
}

/** (E, L): mean over states of exp(Δ A). */
function meanDecays(scan: Scan): Float32Array {
  const { L, E, N } = scan;
  const means = new Float32Array(E * L);
  for (let e = 0; e < E; e++) {
    decaysOf(scan, e).forEach((decay, i) => {
      means[e * L + Math.floor(i / N)] += decay / N;
    });
  }
  return means;
}

export const views: Views<MambaConfig> = async call => {
  const { d_conv } = call.config;
  const scan = await readScan(call);
  const { L, E, rows } = scan;
  const delta = rowsOf(rows, { L, rows: E, stride: 5 * E, offset: DELTA * E });
  const meanDelta = Float32Array.from({ length: L }, (_, t) => {
    let sum = 0;
    for (let e = 0; e < E; e++) sum += delta[e * L + t];
    return sum / E;
  });
  return [
    {
      kind: 'lines',
      key: 'mean_delta',
      title: 'Step size Δ, mean',
      help: `Mean of Δ over channels. At a peak the block writes the token into its state. Near 0 it skips the token and keeps its state.${delayWords(d_conv)}`,
      log: true,
      series: [{ name: 'mean Δ', values: meanDelta }],
    },
    {
      kind: 'rows',
      key: 'delta',
      title: 'Step size Δ',
      help: 'Large Δ: the channel writes the token and forgets its state. Near 0: it skips the token and keeps its state.',
      rowName: 'channel',
      rows: E,
      values: delta,
      scale: fromZero(delta),
    },
    {
      kind: 'rows',
      key: 'decay',
      title: 'Decay exp(ΔA)',
      help: 'Share of the old state that is left after each token, mean over the states of a channel: 1 keeps all, 0 forgets all.',
      rowName: 'channel',
      rows: E,
      values: meanDecays(scan),
      scale: { kind: 'sequential', least: 0, most: 1 },
    },
    {
      kind: 'lines',
      key: 'state_norm',
      title: 'State norm ‖h‖',
      help: 'Norm of the state after each token, over all channels and states. It falls where the block forgets.',
      series: [{ name: '‖h‖', values: Float32Array.from(squaredStates(scan), Math.sqrt) }],
    },
    matrixView(
      {
        key: 'implied_attention',
        title: 'Implied attention',
        help: 'The weight of each earlier token (column) in the output at a token (row), through the state: the unrolled recurrence, absolute values, mean over channels.',
      },
      await meanImplied(scan),
    ),
  ];
};
