// The recurrent weights of a head of n units, for each unit and unit of the token before a vec4 of the four gates. With STAGED, a
// workgroup loads them once into workgroup memory, neighbours side by side, and not again at every token.
const UNITS: u32 = 64u;  // n
const STAGED: u32 = 0u;
var<workgroup> staged: array<vec4f, 1u + STAGED * (UNITS * UNITS - 1u)>;

fn weights_of(head: u32, unit: u32, before: u32) -> vec4f {
  let at = (head * 4u * UNITS + unit) * UNITS + before;
  let turn = UNITS * UNITS;
  return vec4f(weight[at], weight[at + turn], weight[at + 2u * turn], weight[at + 3u * turn]);
}

// Where those of a unit lie. Invocations that read together have neighbouring units, or with `backward` units before.
fn staged_at(unit: u32, before: u32, backward: bool) -> u32 {
  return select(before * UNITS + unit, unit * UNITS + before, backward);
}

// All of the workgroup call it together, and wait at a barrier before they read.
fn stage(head: u32, local: u32, backward: bool) {
  for (var unit = 0u; unit < UNITS && STAGED == 1u; unit++) {
    staged[staged_at(unit, local, backward)] = weights_of(head, unit, local);
  }
}

fn gates_of(head: u32, unit: u32, before: u32, backward: bool) -> vec4f {
  if (STAGED == 1u) {
    return staged[staged_at(unit, before, backward)];
  }
  return weights_of(head, unit, before);
}
