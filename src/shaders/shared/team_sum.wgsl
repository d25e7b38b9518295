// LANES invocations of a workgroup of GROUP share a row, so that neighbours read side by side.
const LANES: u32 = 16u;  // divides GROUP
const GROUP: u32 = 64u;
var<workgroup> team_parts: array<vec2f, 2u * GROUP>;

// Σ over those that share a row. All of the workgroup must call it together. `turn` counts the calls: a sum's place is written
// again in the next but one.
fn team_sum(turn: u32, local: u32, own: vec2f) -> vec2f {
  let place = turn % 2u * GROUP + local;
  team_parts[place] = own;
  workgroupBarrier();
  let first = place / LANES * LANES;
  var sum = vec2f();
  for (var i = 0u; i < LANES; i++) {
    sum += team_parts[first + i];
  }
  return sum;
}
