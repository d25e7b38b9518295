// The level that the lower ones are merged into before the token at a position, and the highest one that holds anything then.
fn levels_at(position: u32, levels: u32) -> vec2u {
  if (position == 0u) {
    return vec2u(0u);
  }
  return min(vec2u(levels - 1u), vec2u(1u + firstTrailingBit(position), 1u + firstLeadingBit(position)));
}
