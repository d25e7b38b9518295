// Columns dq and dk: sums the gradients of q and w k that matrix_scan_backward left, over the heads that share q and k.
@group(0) @binding(1) var<storage, read> gates: array<f32>;         // (rows, gate_stride)
@group(0) @binding(2) var<storage, read> dkeys: array<f32>;         // (rows, H, 2K)
@group(0) @binding(3) var<storage, read_write> drows: array<f32>;   // (rows, d_stride)

//#each 64 of dims.rows * dims.G * 2u * dims.K
fn each(flat: u32) {
  let width = 2u * dims.K;
  let column = flat % width;
  let which = flat / width % dims.G;
  let row = flat / width / dims.G;
  let heads = dims.H / dims.G;
  let is_key = column >= dims.K;
  var sum = 0.0;
  for (var h = which * heads; h < (which + 1u) * heads; h++) {
    var weight = 1.0;
    if (is_key && dims.gated == 1u) {
      weight = gates[row * dims.gate_stride + dims.H + h];
    }
    sum += weight * dkeys[(row * dims.H + h) * width + column];
  }
  let place = row * dims.d_stride + which * dims.K + column + select(dims.dq, dims.dk - dims.K, is_key);
  if ((dims.accumulate & 1u) != 0u) {
    sum += drows[place];
  }
  drows[place] = sum;
}
