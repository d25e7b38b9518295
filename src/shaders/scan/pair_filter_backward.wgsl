// From the gradient of the filter of pair_filter: G = Σ_l dK decay^l and S = Σ_l dK l decay^(l-1) of each mode, over all channels
// of its head, and dskip = dK[0]. An invocation takes a mode and a segment of lags, with its own copy.
//#import complex
//#import bilinear_mode
//#import bilinear_saved
@group(0) @binding(1) var<storage, read> dK: array<f32>;           // (summands, L, M)
@group(0) @binding(2) var<storage, read> modes: array<f32>;        // (7, N/2, H)
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;   // (copies, 4, N/2, H): G, S
@group(0) @binding(4) var<storage, read_write> dskip: array<f32>;  // (H)

//#each 64
fn each(index: u32) {
  let plane = dims.N / 2u * dims.H;
  let first = index / plane * dims.segment;
  if (first >= dims.L) {
    return;
  }
  let i = index % plane;
  let h = i % dims.H;
  let mode = saved_mode(i);
  let decay = bilinear_decay(mode.dt, mode.A);
  var before = vec2f(0.0);
  var power = vec2f(1.0, 0.0);
  if (first > 0u) {
    before = complex_power(decay, first - 1u);
    power = times(before, decay);
  }
  var G = vec2f(0.0);
  var S = vec2f(0.0);
  for (var l = first; l < min(first + dims.segment, dims.L); l++) {
    var pull = 0.0;
    for (var s = 0u; s < dims.summands; s++) {
      for (var m = h; m < dims.M; m += dims.H) {
        pull += dK[(s * dims.L + l) * dims.M + m];
      }
    }
    if (l == 0u && i < dims.H) {
      dskip[h] = pull;
    }
    G += pull * power;
    S += f32(l) * pull * before;
    before = power;
    power = times(power, decay);
  }
  let to = index / plane * 4u * plane + i;
  sums[to] = G.x;
  sums[to + plane] = G.y;
  sums[to + 2u * plane] = S.x;
  sums[to + 3u * plane] = S.y;
}
