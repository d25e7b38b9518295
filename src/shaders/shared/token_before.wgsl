// For convolutions: tokens of x (B, L, D) and, if CARRY, those before them, in `queue` (B, slots, D). cursor[0] is the position
// of the first token of x. Both are arrays of Element, which holds WIDTH channels, as who imports this says.

const NOWHERE: i32 = -1;

// Where the token `shift` before `row`, the t-th of its sequence, begins: at this place of x if >= 0; NOWHERE; or at place p of
// the queue if it is -2 - p.
fn find(row: u32, t: u32, shift: u32) -> i32 {
  if (t >= shift) {
    return i32((row - shift) * (dims.D / WIDTH));
  }
  if (CARRY == 1u) {
    let position = cursor[0] + i32(t) - i32(shift);
    if (position >= 0) {
      return -2 - i32((row / dims.L * dims.slots + u32(position) % dims.slots) * (dims.D / WIDTH));
    }
  }
  return NOWHERE;
}

fn load(place: i32, d: u32) -> Element {
  if (CARRY == 1u && place < NOWHERE) {
    return queue[u32(-2 - place) + d];
  }
  return x[u32(max(place, 0)) + d];
}
