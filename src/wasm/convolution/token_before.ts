import { at } from '../shared/lanes';

/** Address of the token `shift` before token t of sequence b, in x (B, L, D) or in the queue (B, slots, D); 0 where there is none. */
export function tokenBefore(
  x: usize,
  queue: usize,
  first: u32,
  b: u32,
  t: u32,
  shift: u32,
  L: u32,
  D: u32,
  slots: u32,
): usize {
  if (t >= shift) return at(x, (b * L + t - shift) * D);
  if (slots === 0 || first + t < shift) return 0;
  return at(queue, (b * slots + ((first + t - shift) % slots)) * D);
}
