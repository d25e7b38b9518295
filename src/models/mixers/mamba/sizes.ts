import type { MambaConfig } from './options';

export interface Sizes {
  readonly E: number;
  readonly N: number;
  readonly K: number;
  /** 0 where Δ does not depend on the token. */
  readonly R: number;
  /** Columns of in_proj's result: x, and z if there is a gate. */
  readonly projected: number;
}

export function sizes({ expand, d_state, d_conv, dt_rank, selective_dt, gate }: MambaConfig, D: number): Sizes {
  const E = expand * D;
  const rank = dt_rank === 'auto' ? Math.ceil(D / 16) : dt_rank;
  return { E, N: d_state, K: d_conv, R: selective_dt ? rank : 0, projected: gate === 'silu' ? 2 * E : E };
}

interface Columns {
  readonly at: number;
  readonly width: number;
}

/** Places of a token's low-rank delta, B, and C in its R + 2N columns. */
export interface ProjectionLayout {
  readonly delta: number;
  /** B begins here, C follows. */
  readonly BC: number;
  /** The columns that x_proj computes, in one piece. */
  readonly selective: Columns;
  /** Columns that are the same for every token, and their parameter. */
  readonly fixed: Columns & { readonly name: 'B' | 'C' | 'BC' };
}

/** delta, B, C, in the order of x_proj in state-spaces/mamba; B, C, delta if only B is fixed. */
export function layout(
  { selective_B, selective_C }: Pick<MambaConfig, 'selective_B' | 'selective_C'>,
  { R, N }: Pick<Sizes, 'R' | 'N'>,
): ProjectionLayout {
  if (selective_C && !selective_B) {
    return { delta: 2 * N, BC: 0, selective: { at: N, width: N + R }, fixed: { name: 'B', at: 0, width: N } };
  }
  const width = R + (selective_B ? N : 0) + (selective_C ? N : 0);
  const fixed = { name: selective_B ? 'C' : 'BC', at: width, width: R + 2 * N - width } as const;
  return { delta: 0, BC: R, selective: { at: 0, width }, fixed };
}
