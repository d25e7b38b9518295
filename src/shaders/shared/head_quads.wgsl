// Two pairs (i, i + HALF) of a head of q or k that starts at `base` of qkv, turned, the two of a pair side by side. Within a
// shader, q and k keep this order. Needs rope, and the constants HEAD_DIM and HALF.
fn pairs_of_call(base: u32, quad: u32, position: u32) -> vec4f {
  var result = vec4f();
  for (var side = 0u; side < 2u; side++) {
    let pair = 2u * quad + side;
    if (pair < HALF) {
      let turn = rope_turn(position, frequencies[pair]);
      let a = qkv[base + pair];
      let b = select(0.0, qkv[base + pair + HALF], pair + HALF < HEAD_DIM);
      let turned = vec2f(a * turn.x - b * turn.y, b * turn.x + a * turn.y);
      result = select(vec4f(result.xy, turned), vec4f(turned, 0.0, 0.0), side == 0u);
    }
  }
  return result;
}
