// Adjoint of preserving_gates. With s = √(1 - a²), ds / d ln a = -a² / s, at most 2000 a² as in recurrentgemma:
//   d ln a = da a + db i u ds,  dr = -8 d ln a softplus(A) r (1 - r),  di = db s u i (1 - i),  du = db s i,
//   dA = -8 Σ d ln a r sigmoid(A), a copy for each segment of rows. An invocation takes a unit of a segment.
//#import sigmoid
//#import softplus
//#import one_minus_exp
//#import preserving
@group(0) @binding(1) var<storage, read> gates: array<f32>;          // (rows, 2W): r, i
@group(0) @binding(2) var<storage, read> A: array<f32>;              // (W)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;         // [0]: position of the first token, if carry
@group(0) @binding(4) var<storage, read> values: array<f32>;         // (rows, stride): columns u
@group(0) @binding(5) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): reads columns da and db, writes du
@group(0) @binding(6) var<storage, read_write> dgates: array<f32>;   // (rows, 2W)
@group(0) @binding(7) var<storage, read_write> dA: array<f32>;       // (copies, W)

//#each 64
fn each(index: u32) {
  let first = index / dims.W * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  let w = index % dims.W;
  let rate = softplus(A[w]);
  var total = 0.0;
  for (var row = first; row < min(first + dims.segment, dims.rows); row++) {
    let is_first = row % dims.L == 0u && (dims.carry == 0u || cursor[0] <= 0);
    let gate = row * 2u * dims.W + w;
    let own = row * dims.d_stride + w;
    let r = sigmoid(gates[gate]);
    let i = sigmoid(gates[gate + dims.W]);
    let kept = preserving(gates[gate], A[w], is_first);
    let input = values[row * dims.stride + dims.u + w];
    let pull = dvalues[own + dims.db];
    let slope = select(-kept.x * kept.x / max(kept.y, 5e-4), 0.0, is_first);
    let of_log = dvalues[own + dims.da] * kept.x + pull * i * input * slope;
    dvalues[own + dims.du] = pull * kept.y * i;
    dgates[gate] = -8.0 * of_log * rate * r * (1.0 - r);
    dgates[gate + dims.W] = pull * kept.y * input * i * (1.0 - i);
    total += of_log * r;
  }
  dA[index] = -8.0 * total * sigmoid(A[w]);
}
