// Adjoint of complex_scan: G[t] = dh[t] + λ* G[t+1],  db = γ G,  and the sums over time that polar_modes_backward reads.
// A part takes steps `start` to `stop`, counted from the end. Between parts, the sums and λ* G are in `sums`.
//#import complex
@group(0) @binding(1) var<storage, read> modes: array<f32>;        // (3, N): re λ, im λ, γ
@group(0) @binding(2) var<storage, read> rows: array<f32>;         // (B·L, stride): columns b, and h, conjugate
@group(0) @binding(3) var<storage, read> before: array<vec2f>;     // (B, N), if carry: h before the first token
@group(0) @binding(4) var<storage, read_write> drows: array<f32>;  // (B·L, d_stride): reads columns dh, writes db
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;   // (B, 5, N)

//#each 64 of dims.B * dims.N
fn each(i: u32) {
  let N = dims.N;
  let sequence = i / N;
  let n = i % N;
  let decay = vec2f(modes[n], modes[N + n]);
  let scale = modes[2u * N + n];
  let kept_at = 5u * sequence * N + n;
  var adjoint = vec2f(0.0);
  var total = vec3f(0.0);
  if (dims.start > 0u) {
    total = vec3f(sums[kept_at], sums[kept_at + N], sums[kept_at + 2u * N]);
    adjoint = vec2f(sums[kept_at + 3u * N], sums[kept_at + 4u * N]);
  }
  for (var left = dims.L - dims.start; left > dims.L - dims.stop; left--) {
    let row = sequence * dims.L + left - 1u;
    let at = row * dims.stride + n;
    let own = row * dims.d_stride + n;
    var earlier = vec2f(0.0);
    if (left > 1u) {
      let last = at - dims.stride + dims.h;
      earlier = vec2f(rows[last], -rows[last + N]);
    } else if (dims.carry != 0u) {
      earlier = before[i];
    }
    let kept = times(decay, earlier);
    let G = vec2f(drows[own + dims.dh], -drows[own + dims.dh + N]) + adjoint;
    let input = vec2f(rows[at + dims.b], rows[at + dims.b + N]);
    total += vec3f(dot(G, kept), G.x * kept.y - G.y * kept.x, dot(G, input));
    drows[own + dims.db] = scale * G.x;
    drows[own + dims.db + N] = scale * G.y;
    adjoint = times_conj(G, decay);
  }
  sums[kept_at] = total.x;
  sums[kept_at + N] = total.y;
  sums[kept_at + 2u * N] = total.z;
  sums[kept_at + 3u * N] = adjoint.x;
  sums[kept_at + 4u * N] = adjoint.y;
}
