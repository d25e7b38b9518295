import { at } from '../shared/lanes';

/** Elements of a unit. */
const BLOCK: u32 = 4096;

export function copy(
  from: u32,
  to: u32,
  source: usize,
  destination: usize,
  n: u32,
  source_offset: u32,
  destination_offset: u32,
): void {
  const first = from * BLOCK;
  const last = min(n, to * BLOCK);
  memory.copy(
    at(destination, destination_offset + first),
    at(source, source_offset + first),
    (<usize>(last - first)) << 2,
  );
}

export function copy_units(n: u32): u32 {
  return (n + BLOCK - 1) / BLOCK;
}
