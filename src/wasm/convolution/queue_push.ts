import { at } from '../shared/lanes';

/** A unit is a sequence. */
export function queue_push(
  from: u32,
  to: u32,
  x: usize,
  cursor: usize,
  queue: usize,
  L: u32,
  D: u32,
  slots: u32,
  count: u32,
): void {
  const first = load<u32>(cursor);
  for (let b = from; b < to; b++) {
    for (let t = L - count; t < L; t++) {
      const slot = b * slots + ((first + t) % slots);
      memory.copy(at(queue, slot * D), at(x, (b * L + t) * D), (<usize>D) << 2);
    }
  }
}

export function queue_push_units(B: u32): u32 {
  return B;
}
