// Tokens of x (B, L, D) and, if CARRY, those before them in `queue` (B, slots, D), of which `cursor` counts: for convolutions.

const NOWHERE: i32 = -1;

// First element of the token `shift` before `row`, the t-th of a sequence: in x if >= 0, nowhere, or at -2 - place in the queue.
fn find(row: u32, t: u32, shift: u32) -> i32 {
  if (t >= shift) {
    return i32((row - shift) * dims.D);
  }
  if (CARRY == 1u) {
    let position = cursor[0] + i32(t) - i32(shift);
    if (position >= 0) {
      return -2 - i32((row / dims.L * dims.slots + u32(position) % dims.slots) * dims.D);
    }
  }
  return NOWHERE;
}

fn load(place: i32, d: u32) -> f32 {
  if (CARRY == 1u && place < NOWHERE) {
    return queue[u32(-2 - place) + d];
  }
  return x[u32(max(place, 0)) + d];
}
