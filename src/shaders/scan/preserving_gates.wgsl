// a and b of h = a h + b, so that h keeps the size of its inputs: b = √(1 - a²) sigmoid(i) u, at the first token without
// the root.
//#import sigmoid
//#import softplus
//#import one_minus_exp
//#import preserving
@group(0) @binding(1) var<storage, read> gates: array<f32>;         // (rows, 2W): r, i
@group(0) @binding(2) var<storage, read> A: array<f32>;             // (W)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;        // [0]: position of the first token, if carry
@group(0) @binding(4) var<storage, read_write> values: array<f32>;  // (rows, stride): reads columns u, writes a and b

//#each 64 of dims.rows * dims.W
fn each(i: u32) {
  let row = i / dims.W;
  let w = i % dims.W;
  let is_first = row % dims.L == 0u && (dims.carry == 0u || cursor[0] <= 0);
  let at = row * dims.stride + w;
  let gate = row * 2u * dims.W + w;
  let kept = preserving(gates[gate], A[w], is_first);
  values[at + dims.a] = kept.x;
  values[at + dims.b] = kept.y * sigmoid(gates[gate + dims.W]) * values[at + dims.u];
}
