import type { HostArray } from '../gpu/dtype';
import type { MatrixView } from './view';
import { matrixView } from './view_values';

/** A recurrence S = a S + w v kᵀ, y = S q of H heads, over L tokens. */
interface MatrixRecurrence {
  readonly L: number;
  readonly H: number;
  /** Of a head at a token, (K). */
  query(t: number, h: number): HostArray;
  key(t: number, h: number): HostArray;
  /** w, 1 if absent. */
  weight?(t: number, h: number): number;
  /** What the output at t takes of what s wrote, 1 if absent. */
  share?(t: number, s: number, h: number): number;
  /** ln a of key i; the same for all unless `ofKeys`. */
  decay(t: number, h: number, i: number): number;
  readonly ofKeys?: boolean;
}

/**
 * (L, L): mean over heads of the absolute weight of each earlier token in the output at a token, through the state:
 * w of the earlier · Σ q k exp(Σ ln a between them) (Dao and Gu 2024, the quadratic form of the duality).
 */
export function impliedAttention({ L, H, query, key, weight, share, decay, ofKeys }: MatrixRecurrence): MatrixView {
  const mean = new Float32Array(L * L);
  for (let h = 0; h < H; h++) {
    for (let t = 0; t < L; t++) {
      const asked = query(t, h);
      const faded = new Float64Array(ofKeys ? asked.length : 1);
      const last = faded.length - 1;
      for (let s = t; s >= 0; s--) {
        const held = key(s, h);
        let product = 0;
        const shares = faded.map(Math.exp);
        for (let i = 0; i < asked.length; i++) product += asked[i] * held[i] * shares[Math.min(i, last)];
        for (let i = 0; i <= last; i++) faded[i] += decay(s, h, i);
        mean[t * L + s] += Math.abs((weight?.(s, h) ?? 1) * (share?.(t, s, h) ?? 1) * product) / H;
      }
    }
  }
  return matrixView(
    {
      key: 'implied_attention',
      title: 'Implied attention',
      help: 'The weight of each earlier token (column) in the output at a token (row), through the state: absolute values, mean over heads.',
    },
    mean,
  );
}
