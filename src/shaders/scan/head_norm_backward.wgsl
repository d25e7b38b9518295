// Adjoint of head_norm. With r = 1 / rms(y), n = y r, g = silu(z), and d = dout weight g:
//   dy = r (d - n mean(d n)),  dz = dout weight n silu'(z),  dweight = Σ dout n g.
// LANES invocations share a head of a segment of rows, with its own copy of dweight. They take one row after the other.
//#import head_gate
//#import head_segment
@group(0) @binding(1) var<storage, read> y: array<f32>;              // (rows, H V)
@group(0) @binding(2) var<storage, read> values: array<f32>;         // (rows, stride)
@group(0) @binding(3) var<storage, read> weight: array<f32>;         // (V)
@group(0) @binding(4) var<storage, read> dout: array<f32>;           // (rows, H V)
@group(0) @binding(5) var<storage, read_write> dy: array<f32>;       // (rows, H V)
@group(0) @binding(6) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns dz
@group(0) @binding(7) var<storage, read_write> dweight: array<f32>;  // (copies, V)

//#each GROUP
fn each(i: u32) {
  let own = head_segment(i);
  let copy = own.copy * dims.V;
  for (var j = own.lane; j < dims.V && own.begin < own.end; j += LANES) {
    dweight[copy + j] = 0.0;
  }
  for (var turn = 0u; turn < dims.segment; turn++) {
    let row = own.begin + turn;
    let first = (row * dims.H + own.head) * dims.V;
    let gate = row * dims.stride + dims.z + own.head * dims.V;
    let end = select(0u, dims.V, row < own.end);
    var squares = 0.0;
    var product = 0.0;
    for (var j = own.lane; j < end; j += LANES) {
      squares += y[first + j] * y[first + j];
      product += dout[first + j] * y[first + j] * weight[j] * gate_at(gate + j).passed;
    }
    let sums = team_sum(turn, i % GROUP, vec2f(squares, product));
    let scale = inverseSqrt(sums.x / f32(dims.V) + dims.eps);
    let along = scale * sums.y / f32(dims.V);
    for (var j = own.lane; j < end; j += LANES) {
      let open = gate_at(gate + j);
      let normed = y[first + j] * scale;
      let pull = dout[first + j] * normed;
      dweight[copy + j] += pull * open.passed;
      if (dims.gated == 1u) {
        dvalues[row * dims.d_stride + dims.dz + own.head * dims.V + j] = pull * weight[j] * open.slope;
      }
      dy[first + j] = scale * (dout[first + j] * weight[j] * open.passed - normed * along);
    }
  }
}
