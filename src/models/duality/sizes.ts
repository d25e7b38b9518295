import type { DualConfig } from './options';

/** Of the norm before the last projection, as in state-spaces/mamba. */
export const EPS = 1e-5;

export interface Sizes {
  readonly E: number;
  readonly N: number;
  readonly H: number;
  readonly G: number;
  readonly K: number;
  /** Columns that the short convolution takes: x, B, and C. */
  readonly convolved: number;
  /** Of the past of a head; 0: it has none. */
  readonly levels: number;
  /** Columns of in_proj's result: z, x, B, C, a step size for each head, and a number for each level of it. */
  readonly projected: number;
}

export function sizes(
  { expand, d_state: N, heads: H, ngroups: G, kernel: K, levels = 0 }: DualConfig,
  D: number,
): Sizes {
  const E = expand * D;
  const convolved = E + 2 * G * N;
  return { E, N, H, G, K, levels, convolved, projected: E + convolved + H + H * levels };
}
