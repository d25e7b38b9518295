//#import state_matrix
// What selective_scan_ends and selective_scan_adjoint_ends share: four channels e to e + 3 at a time; `place` is that of e.
const N: u32 = 16u;

// Of an invocation: the segment, of all sequences, and the first of its channels.
struct Place { s: u32, e: u32 }

fn place_of(i: u32) -> Place {
  let quads = (dims.E + 3u) / 4u;
  return Place(i / quads, i % quads * 4u);
}

// The first row of a segment.
fn begin_of(s: u32) -> u32 {
  return s / dims.segments * dims.L + s % dims.segments * dims.segment;
}

// Four channels of a row; of those there are not, anything.
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
