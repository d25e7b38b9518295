// Widths in elements: of the keys of a token, which `sharing` heads have in common; and of a row of qkv.
fn key_width() -> u32 {
  return dims.D / dims.sharing;
}

fn row_width() -> u32 {
  return dims.D + 2u * key_width();
}
