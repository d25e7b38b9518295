// What the wide shaders of attention share. Every other head may start in the middle of a vec4f: such a head is skewed.
//#import rope
const HEAD_DIM: u32 = 4u;
const QUADS: u32 = 1u;   // HEAD_DIM / 4, rounded up
const BLOCKS: u32 = 2u;
const OWNED: u32 = 2u;   // BLOCKS · QUADS
const GROUP: u32 = 4u;
const RUN: u32 = 64u;    // every RUN rows the angles are computed anew; from row to row they are turned by one step
const HALF: u32 = HEAD_DIM / 2u;
const LOG2E: f32 = 1.4426950408889634;
const FAINT: f32 = -80.0;

// Turns two pairs: (a0, a1, b0, b1) by (cos0, cos1, sin0, sin1). Multiplies two turns likewise.
fn turned(pairs: vec4f, turn: vec4f) -> vec4f {
  return vec4f(pairs.xy * turn.xy - pairs.zw * turn.zw, pairs.zw * turn.xy + pairs.xy * turn.zw);
}

fn turn_at(position: u32, quad: u32) -> vec4f {
  let a = rope_turn(position, frequencies[2u * quad]);
  let b = rope_turn(position, frequencies[min(2u * quad + 1u, HALF - 1u)]);
  return vec4f(a.x, b.x, a.y, b.y);
}

// The turns at a position, those of two pairs a vec4f.
fn turns_at(position: u32) -> array<vec4f, QUADS> {
  var turns: array<vec4f, QUADS>;
  for (var quad = 0u; quad < QUADS; quad++) {
    turns[quad] = turn_at(position, quad);
  }
  return turns;
}

// What an invocation owns: rows of a head of a sequence, from `own` on.
struct Place { sequence: u32, head: u32, own: u32, skewed: bool }

fn place_of(index: u32) -> Place {
  let sequences = dims.B * dims.heads;
  let head = index % sequences % dims.heads;
  return Place(index % sequences / dims.heads, head, index / sequences * 4u * BLOCKS, (head * HEAD_DIM) % 4u != 0u);
}

// Pairs of a head's elements that turn together, two pairs a vec4f. `words`: the vec4fs of a row that hold the head.
fn pairs_of(words: array<vec4f, QUADS>, skewed: bool) -> array<vec4f, QUADS> {
  var elements: array<vec4f, QUADS>;  // words from the head's own first element on
  //#unroll
  for (var quad = 0u; quad < QUADS; quad++) {
    elements[quad] = select(words[quad], vec4f(words[quad].zw, words[min(quad + 1u, QUADS - 1u)].xy), skewed);
  }
  var pairs: array<vec4f, QUADS>;
  //#unroll
  for (var quad = 0u; quad < QUADS; quad++) {
    const a = 2u * quad;
    const b = min(a + 1u, HALF - 1u);
    pairs[quad] = vec4f(
      elements[a / 4u][a % 4u], elements[b / 4u][b % 4u],
      elements[(HALF + a) / 4u][(HALF + a) % 4u], elements[(HALF + b) / 4u][(HALF + b) % 4u],
    );
  }
  return pairs;
}
