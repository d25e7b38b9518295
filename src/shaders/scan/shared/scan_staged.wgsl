// What the forms of a selective scan share that go through workgroup memory. A workgroup takes CHANNELS channels of a segment of
// a sequence, an invocation four states of one channel. For TIME tokens at a time, the workgroup loads B and C, which channels
// share, and what each channel has for a token, which its states share. So each is loaded once, and by neighbours together.
const N: u32 = 16u;
const QUADS: u32 = 4u;      // N / 4
const CHANNELS: u32 = 16u;
const TIME: u32 = 16u;      // divides CHUNK of selective_scan
const INVOCATIONS: u32 = QUADS * CHANNELS;
var<workgroup> projected: array<vec4f, TIME * 2u * QUADS>;  // (TIME, 2, QUADS): B, then C
var<workgroup> tokens: array<vec2f, TIME * CHANNELS>;       // (TIME, CHANNELS)

// Loads `width` of the 2 QUADS vec4s of each row, from the one with number `first` on.
fn load_projected(first_row: u32, count: u32, first: u32, width: u32, local: u32) {
  for (var i = local; i < count * width; i += INVOCATIONS) {
    let quad = first + i % width;
    let at = (first_row + i / width) * dims.BC_stride + dims.BC + 4u * quad;
    projected[i / width * 2u * QUADS + quad] = vec4f(xdbl[at], xdbl[at + 1u], xdbl[at + 2u], xdbl[at + 3u]);
  }
}

// What an invocation takes: the states from n on of channel e of sequence b. `place`: where those of its segment are in
// (B, segments, E, N).
struct Own { b: u32, e: u32, channel: u32, n: u32, quad: u32, place: u32 }

fn own_of(group: vec3u, local: u32) -> Own {
  let channel = local % CHANNELS;
  let quad = local / CHANNELS;
  let e = group.x * CHANNELS + channel;
  let place = ((group.z * dims.segments + group.y) * dims.E + e) * N + 4u * quad;
  return Own(group.z, e, channel, 4u * quad, quad, place);
}

// A of four states.
fn rates_of(own: Own) -> vec4f {
  let i = min(own.e, dims.E - 1u) * N + own.n;
  return -exp(vec4f(A_log[i], A_log[i + 1u], A_log[i + 2u], A_log[i + 3u]));
}
