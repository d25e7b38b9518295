// Adjoint of stable_gates, from the gradients of q and w k, and of m, which goes to what m is the maximum of. As in
// matrix_scan_gates,
//   d ln a[t] = Σ over s >= t of q[s] · dq[s] - k[s] · dk[s],  dw = k · d(w k).
// An invocation goes through the tokens of a head backward in time. A part takes turns `start` to `stop`.
//#import key_products
@group(0) @binding(1) var<storage, read> keys: array<f32>;         // (B, L, key_stride)
@group(0) @binding(2) var<storage, read> gates: array<f32>;        // (B, L, 2H): ln a, w
@group(0) @binding(3) var<storage, read> dkeys: array<f32>;        // (B, L, H, 2K)
@group(0) @binding(4) var<storage, read> cells: array<f32>;        // (B, L, cell_stride), from cell on: m, 1 - sigmoid(f)
@group(0) @binding(5) var<storage, read> drows: array<f32>;        // (B, L, d_stride): of m, from dm on
@group(0) @binding(6) var<storage, read_write> dsums: array<f32>;  // (B, L, 2H): of i, f
@group(0) @binding(7) var<storage, read_write> later: array<f32>;  // (B, H, 2): of ln a and m, of later tokens

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let head = id.x;
  if (head >= dims.B * dims.H) {
    return;
  }
  let h = head % dims.H;
  var of_decay = 0.0;
  var of_most = 0.0;
  if (dims.start > 0u) {
    of_decay = later[2u * head];
    of_most = later[2u * head + 1u];
  }
  for (var turn = dims.start; turn < dims.stop; turn++) {
    let token = head / dims.H * dims.L + dims.L - 1u - turn;
    let gate = token * 2u * dims.H + h;
    let products = key_products(token, h);
    let written = gates[gate + dims.H] * products.y;
    of_decay += products.x - written;
    of_most += drows[token * dims.d_stride + dims.dm + h];
    let is_new = gates[gate] < 0.0;
    let open = cells[token * dims.cell_stride + dims.cell + dims.H + h];
    dsums[gate] = written + select(0.0, of_most, is_new);
    dsums[gate + dims.H] = open * (of_decay + select(of_most, 0.0, is_new));
    of_most = select(of_most, 0.0, is_new);
  }
  later[2u * head] = of_decay;
  later[2u * head + 1u] = of_most;
}
