// Where the kernels of a selective scan find what they share: its columns, the states that training keeps, and the sums that backward
// leaves in their place.

/** Sizes of every kernel of the scan. */
export const SIZES = { B: 'u32', L: 'u32', E: 'u32', N: 'u32' } as const;

/**
 * Dims of every kernel that scans: columns u and delta of rows (B·L, stride), E of each; B, then C, are columns of xdbl
 * (B·L, BC_stride) from BC on.
 */
export const SCANNED = { ...SIZES, stride: 'u32', u: 'u32', delta: 'u32', BC: 'u32', BC_stride: 'u32' } as const;

/** Channels of a block of saved states, and of a workgroup of `selective_scan_backward`. */
export const TILE = 64;

/** The most states of four channels that an invocation takes at a time in backward, which holds their gradients, too. */
export const BACKWARD_GROUP = 4;

/** Steps between saved states: at most TILE / 2, see selective_scan_backward.wgsl. */
export const CHUNK = 16;

/** Shape of the states that training keeps: one every CHUNK steps, so E·N/16 numbers for each token. */
export function savedStatesShape(B: number, L: number, E: number, N: number): readonly number[] {
  return [B, Math.ceil(L / CHUNK), Math.ceil(E / TILE), N, TILE];
}

/** States that an invocation takes at a time: the largest power of two up to `most` that divides N. */
export function groupOf(N: number, most: number): number {
  return N % most === 0 ? most : groupOf(N, most / 2);
}

/** Where the block of a (sequence, chunk, tile) begins, N·TILE numbers. */
function blockAt(b: number, t: number, e: number, L: number, E: number, N: number): number {
  const chunk = b * Math.ceil(L / CHUNK) + Math.floor(t / CHUNK);
  return (chunk * Math.ceil(E / TILE) + Math.floor(e / TILE)) * N * TILE;
}

/** Where state n of channel e is saved before step t, a multiple of CHUNK. */
export function savedAt(b: number, t: number, e: number, n: number, L: number, E: number, N: number): number {
  return blockAt(b, t, e, L, E, N) + n * TILE + (e % TILE);
}

/** Where the sums of step t over the tile of channel e are: 2·GROUP of them in each group of states. */
export function summedAt(b: number, t: number, e: number, L: number, E: number, N: number): number {
  return blockAt(b, t, e, L, E, N) + (t % CHUNK) * 2 * groupOf(N, BACKWARD_GROUP);
}

/** Offsets from `summedAt` of the sums of dB (N), then dC (N). */
export function sumColumns(N: number): number[] {
  const group = groupOf(N, BACKWARD_GROUP);
  return Array.from({ length: 2 * N }, (_, j) => {
    const n = j % N;
    return Math.floor(n / group) * group * TILE + (j < N ? 0 : group) + (n % group);
  });
}
