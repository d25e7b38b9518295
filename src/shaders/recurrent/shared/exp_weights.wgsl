// The recurrent weights of a head of n units, for each unit and unit of the token before a vec4 of the four gates. A workgroup
// loads those of the first STAGED units before, or with `backward` of the first STAGED units, once into workgroup memory, where
// neighbours lie side by side. It reads the others again at every token.
const UNITS: u32 = 64u;  // n
const STAGED: u32 = 1u;
var<workgroup> staged: array<vec4f, STAGED * UNITS>;

fn weights_of(head: u32, unit: u32, before: u32) -> vec4f {
  let at = (head * 4u * UNITS + unit) * UNITS + before;
  let turn = UNITS * UNITS;
  return vec4f(weight[at], weight[at + turn], weight[at + 2u * turn], weight[at + 3u * turn]);
}

// All of the workgroup call it together, and wait at a barrier before they read.
fn stage(head: u32, local: u32, backward: bool) {
  let width = select(STAGED, UNITS, backward);
  for (var i = local; i < STAGED * UNITS; i += UNITS) {
    let unit = i / width;
    let before = i % width;
    staged[select(before * UNITS + unit, i, backward)] = weights_of(head, unit, before);
  }
}
