import type { MambaConfig } from './options';

export interface Sizes {
  readonly E: number;
  readonly N: number;
  readonly K: number;
  /** 0 where Δ does not depend on the token. */
  readonly R: number;
  /** Columns of what in_proj gives: x, and z where there is a gate. */
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

/** Where a token's low-rank delta, B, and C lie in its R + 2N columns. */
export interface Layout {
  readonly delta: number;
  /** B begins here, C follows. */
  readonly BC: number;
  /** What x_proj gives of them, in one piece. */
  readonly selective: Columns;
  /** What is the same for every token, and what its parameter is called. */
  readonly fixed: Columns & { readonly name: 'B' | 'C' | 'BC' };
}

/** delta, B, C, as x_proj has them in state-spaces/mamba; but B, C, delta if of these B alone is fixed. */
export function layout(
  { selective_B, selective_C }: Pick<MambaConfig, 'selective_B' | 'selective_C'>,
  { R, N }: Pick<Sizes, 'R' | 'N'>,
): Layout {
  if (selective_C && !selective_B) {
    return { delta: 2 * N, BC: 0, selective: { at: N, width: N + R }, fixed: { name: 'B', at: 0, width: N } };
  }
  const width = R + (selective_B ? N : 0) + (selective_C ? N : 0);
  const fixed = { name: selective_B ? 'C' : 'BC', at: width, width: R + 2 * N - width } as const;
  return { delta: 0, BC: R, selective: { at: 0, width }, fixed };
}
