// Pairs (i, i + pairs) of a head of q, k, or v that starts at `base` of qkv; (0, 0) beyond the last. Needs rope, which says what
// a pair is.
fn head_dim() -> u32 {
  return dims.D / dims.heads;
}

fn pairs() -> u32 {
  return (head_dim() + 1u) / 2u;
}

fn has_both(pair: u32) -> bool {
  return pair + pairs() < head_dim();
}

fn pair_of_call(base: u32, pair: u32) -> vec2f {
  if (pair >= pairs()) {
    return vec2f();
  }
  return vec2f(qkv[base + pair], select(0.0, qkv[base + pair + pairs()], has_both(pair)));
}

fn turned_pair(base: u32, pair: u32, position: u32) -> vec2f {
  let turn = rope_turn(position, frequencies[min(pair, pairs() - 1u)]);
  let own = pair_of_call(base, pair);
  return vec2f(own.x * turn.x - own.y * turn.y, own.y * turn.x + own.x * turn.y);
}
