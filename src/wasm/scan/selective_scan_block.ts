/** Channels of a block of saved states, steps between them, and states of a group, as in gpu/kernels/scan/selective_scan.ts. */
export const TILE: u32 = 64;
export const CHUNK: u32 = 16;
const MOST_GROUP: u32 = 4;

/** Start of the block of a (sequence, chunk, tile), N·TILE numbers. */
export function blockAt(b: u32, t: u32, e: u32, L: u32, E: u32, N: u32): u32 {
  const chunk = b * ((L + CHUNK - 1) / CHUNK) + t / CHUNK;
  return (chunk * ((E + TILE - 1) / TILE) + e / TILE) * N * TILE;
}

/** The largest power of two up to 4 that divides N. */
export function groupOf(N: u32): u32 {
  return min<u32>(MOST_GROUP, N & (0 - N));
}
