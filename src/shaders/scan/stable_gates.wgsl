// Exponential gates that a running maximum holds at most 1: their sums i and f become ln a and w of matrix_scan.
// An invocation goes through the tokens of a head. A part takes steps `start` to `stop`.
//#import softplus
//#import sigmoid
//#import stable_step
@group(0) @binding(1) var<storage, read> cursor: array<i32>;       // [0]: position of the first token, if carry
@group(0) @binding(2) var<storage, read_write> cells: array<f32>;  // (B, L, cell_stride), from cell: i, f; then m, 1 - sigmoid(f)
@group(0) @binding(3) var<storage, read_write> gates: array<f32>;  // (B, L, 2H): ln a, w
@group(0) @binding(4) var<storage, read_write> most: array<f32>;   // (B, H): m

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let head = id.x;
  if (head >= dims.B * dims.H) {
    return;
  }
  let h = head % dims.H;
  let started = dims.carry == 1u && cursor[0] > 0;
  var before = 0.0;
  if (dims.start > 0u || dims.carry == 1u) {
    before = most[head];
  }
  for (var t = dims.start; t < dims.stop; t++) {
    let token = head / dims.H * dims.L + t;
    let at = token * dims.cell_stride + dims.cell + h;
    let gate = token * 2u * dims.H + h;
    let next = stable_step(cells[at], cells[at + dims.H], before, t == 0u && !started);
    gates[gate] = next.x;
    gates[gate + dims.H] = dims.scale * next.y;
    cells[at] = next.z;
    cells[at + dims.H] = next.w;
    before = next.z;
  }
  most[head] = before;
}
