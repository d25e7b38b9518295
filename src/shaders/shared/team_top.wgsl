//#import team_sum
struct Top { value: f32, pick: u32 }
var<workgroup> team_tops: array<f32, PLACES>;
var<workgroup> team_picks: array<u32, PLACES>;

fn higher(a: Top, b: Top) -> Top {
  if (b.value > a.value || (b.value == a.value && b.pick < a.pick)) {
    return b;
  }
  return a;
}

// The largest value of those that share a row, and the least pick that has it. All of the workgroup must call it together, once.
fn team_top(local: u32, own: Top) -> Top {
  var top = own;
  //#if SUBGROUPS
  if (LANES > 1u) { top = higher(top, Top(quadSwapX(top.value), quadSwapX(top.pick))); }
  if (LANES > 2u) { top = higher(top, Top(quadSwapY(top.value), quadSwapY(top.pick))); }
  //#endif
  if (PARTS > 1u) {
    let place = local / PER_PART;
    if (local % PER_PART == 0u) {
      team_tops[place] = top.value;
      team_picks[place] = top.pick;
    }
    workgroupBarrier();
    let first = place / PARTS * PARTS;
    for (var i = 0u; i < PARTS; i++) {
      top = higher(top, Top(team_tops[first + i], team_picks[first + i]));
    }
  }
  return top;
}
