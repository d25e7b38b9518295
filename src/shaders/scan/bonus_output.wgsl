//#permutation bonus_output
//#permutation bonus_output_backward BACKWARD
// (norm(y) weight + bias + s v) gate, with a layer norm and a bonus s of each head.
//#import head_moments
//#if BACKWARD
// Its adjoint. With p = dout gate, g = p weight, and u the normed head:
//   dy = (g - mean(g) - u mean(g u)) / deviation,  d gate = dout value,  dv = p s,  ds = Σ p v,  dweight = Σ p u,  dbias = Σ p,
// the last two a copy for each segment of rows. LANES invocations share a head of a segment.
@group(0) @binding(1) var<storage, read_write> y: array<f32>;        // (rows, D); then its gradient
//#else
// LANES invocations share a head of a row.
@group(0) @binding(1) var<storage, read> y: array<f32>;              // (rows, D)
//#endif
@group(0) @binding(2) var<storage, read> gated: array<f32>;          // (rows, 4D + H): from 2D on the gate, v, and s
@group(0) @binding(3) var<storage, read> weight: array<f32>;         // (D)
@group(0) @binding(4) var<storage, read> bias: array<f32>;           // (D)
//#if BACKWARD
@group(0) @binding(5) var<storage, read> dout: array<f32>;           // (rows, D)
@group(0) @binding(6) var<storage, read_write> dgated: array<f32>;   // as gated
@group(0) @binding(7) var<storage, read_write> dweight: array<f32>;  // (copies, D)
@group(0) @binding(8) var<storage, read_write> dbias: array<f32>;    // (copies, D)
//#else
@group(0) @binding(5) var<storage, read_write> out: array<f32>;      // (rows, D)
//#endif

//#if BACKWARD
//#each GROUP
fn each(i: u32) {
  let n = dims.D / dims.H;
  let h = i / LANES % dims.H;
  let begin = i / LANES / dims.H * dims.segment;
  let copy = i / LANES / dims.H * dims.D;
  let first = h * n + i % LANES;
  for (var column = first; column < (h + 1u) * n && begin < dims.rows; column += LANES) {
    dweight[copy + column] = 0.0;
    dbias[copy + column] = 0.0;
  }
  for (var turn = 0u; turn < dims.segment; turn++) {
    let row = begin + turn;
    let here = row < dims.rows;
    let stop = select(0u, (h + 1u) * n, here);
    let moments = head_moments(4u * turn, i % GROUP, row * dims.D + h * n, select(0u, n, here), n, 1.0, dims.eps);
    let own = row * (4u * dims.D + dims.H);
    let s = gated[own + 4u * dims.D + h];
    var pulled = vec2f(0.0);
    var of_bonus = 0.0;
    for (var column = first; column < stop; column += LANES) {
      let place = row * dims.D + column;
      let at = own + 2u * dims.D + column;
      let normed = (y[place] - moments.x) * moments.y;
      let pull = dout[place] * gated[at];
      dgated[at] = dout[place] * (normed * weight[column] + bias[column] + s * gated[at + dims.D]);
      dgated[at + dims.D] = pull * s;
      of_bonus += pull * gated[at + dims.D];
      dweight[copy + column] += pull * normed;
      dbias[copy + column] += pull;
      pulled += pull * weight[column] * vec2f(1.0, normed);
    }
    let means = team_sum(4u * turn + 2u, i % GROUP, pulled) / f32(n);
    of_bonus = team_sum(4u * turn + 3u, i % GROUP, vec2f(of_bonus, 0.0)).x;
    if (i % LANES == 0u && here) {
      dgated[own + 4u * dims.D + h] = of_bonus;
    }
    for (var column = first; column < stop; column += LANES) {
      let place = row * dims.D + column;
      let normed = (y[place] - moments.x) * moments.y;
      let pull = dout[place] * gated[own + 2u * dims.D + column] * weight[column];
      y[place] = moments.y * (pull - means.x - normed * means.y);
    }
  }
}
//#else
//#each GROUP
fn each(i: u32) {
  let n = dims.D / dims.H;
  let row = i / LANES / dims.H;
  let h = i / LANES % dims.H;
  let here = row < dims.rows;
  let moments = head_moments(0u, i % GROUP, row * dims.D + h * n, select(0u, n, here), n, 1.0, dims.eps);
  let own = row * (4u * dims.D + dims.H);
  let s = gated[own + 4u * dims.D + h];
  for (var column = h * n + i % LANES; column < (h + 1u) * n && here; column += LANES) {
    let place = row * dims.D + column;
    let at = own + 2u * dims.D + column;
    let normed = (y[place] - moments.x) * moments.y;
    out[place] = (normed * weight[column] + bias[column] + s * gated[at + dims.D]) * gated[at];
  }
}
//#endif

fn head_number(at: u32) -> f32 {
  return y[at];
}
