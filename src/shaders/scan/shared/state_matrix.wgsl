// A of four channels, from e on.
fn state_matrix(e: u32, n: u32) -> vec4f {
  let i = min(vec4u(e, e + 1u, e + 2u, e + 3u), vec4u(dims.E - 1u)) * N + n;
  return -exp(vec4f(A_log[i.x], A_log[i.y], A_log[i.z], A_log[i.w]));
}
