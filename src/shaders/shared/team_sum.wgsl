//#if SUBGROUPS
enable subgroups;
//#endif
// LANES invocations of a workgroup of GROUP share a row, so that neighbours read side by side.
const LANES: u32 = 16u;  // divides GROUP
const GROUP: u32 = 64u;
//#if SUBGROUPS
// Four neighbours, whose sum needs no memory, have one part.
const PER_PART: u32 = min(LANES, 4u);
//#else
const PER_PART: u32 = 1u;
//#endif
const PARTS: u32 = LANES / PER_PART;  // of a row
const PLACES: u32 = GROUP / PER_PART;
var<workgroup> team_parts: array<vec2f, 2u * PLACES>;

// Σ over those that share a row. All of the workgroup must call it together, but it need not be a barrier to them. `turn` counts
// the calls: a sum's place is written again in the next but one.
fn team_sum(turn: u32, local: u32, own: vec2f) -> vec2f {
  var sum = own;
  //#if SUBGROUPS
  if (LANES > 1u) { sum += quadSwapX(sum); }
  if (LANES > 2u) { sum += quadSwapY(sum); }
  //#endif
  if (PARTS > 1u) {
    let place = turn % 2u * PLACES + local / PER_PART;
    if (local % PER_PART == 0u) { team_parts[place] = sum; }
    workgroupBarrier();
    let first = place / PARTS * PARTS;
    sum = vec2f();
    for (var i = 0u; i < PARTS; i++) {
      sum += team_parts[first + i];
    }
  }
  return sum;
}
