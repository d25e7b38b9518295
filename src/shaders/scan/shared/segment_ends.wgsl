//#import state_matrix
// What selective_scan_ends and selective_scan_adjoint_ends share. They take the four channels from e on; `place` is that of e.
const N: u32 = 16u;

// What an invocation takes: segment s, counted through all sequences, and four channels from e on.
struct Place { s: u32, e: u32 }

fn place_of(i: u32) -> Place {
  let quads = (dims.E + 3u) / 4u;
  return Place(i / quads, i % quads * 4u);
}

// The first row of a segment.
fn begin_of(s: u32) -> u32 {
  return s / dims.segments * dims.L + s % dims.segments * dims.segment;
}

// Four channels of a row. Channels that do not exist have any value.
fn channels(at: u32) -> vec4f {
  return vec4f(rows[at], rows[at + 1u], rows[at + 2u], rows[at + 3u]);
}

fn put(place: u32, e: u32, n: u32, value: vec4f) {
  for (var q = 0u; q < min(4u, dims.E - e); q++) {
    ends[(place + q) * N + n] = value[q];
  }
}

// What an earlier part of the segment left.
fn left(place: u32, e: u32, n: u32) -> vec4f {
  var value = vec4f(0.0);
  for (var q = 0u; dims.start > 0u && q < min(4u, dims.E - e); q++) {
    value[q] = ends[(place + q) * N + n];
  }
  return value;
}
