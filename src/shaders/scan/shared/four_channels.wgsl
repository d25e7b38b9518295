// Which of the four channels from e on exist.
fn valid(e: u32) -> vec4<bool> {
  return vec4u(e, e + 1u, e + 2u, e + 3u) < vec4u(dims.E);
}

// Four channels of a row; zero for those that do not exist.
fn channels(at: u32, e: u32) -> vec4f {
  let value = vec4f(rows[at], rows[at + 1u], rows[at + 2u], rows[at + 3u]);
  if (WHOLE == 1u) {
    return value;
  }
  return select(vec4f(0.0), value, valid(e));
}
