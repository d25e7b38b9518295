fn token_mix(
  local: u32, sequence: u32, x: u32, D: u32, shift: u32, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32, y: u32,
) {
  var shares = array<u32, 6>(a, b, c, d, e, f);
  for (var i = local; i < D; i += GROUP) {
    let own = workspace[x + i];
    let place = shift + sequence * D + i;
    let step = state[place] - own;
    state[place] = own;
    for (var part = 0u; part < 6u; part++) {
      workspace[y + part * D + i] = own + step * parameters[shares[part] + i];
    }
  }
}
