// The gradients of the recurrent weight and the bias of exp_gate_sequence, a copy for each segment of rows. An invocation takes
// an element of a copy of the weight's.
@group(0) @binding(1) var<storage, read> rows: array<f32>;           // (B·L, 8D): the gates' gradients in its first 4D columns
@group(0) @binding(2) var<storage, read> y: array<f32>;              // (B, L, D)
@group(0) @binding(3) var<storage, read> start: array<f32>;          // (B, D), if carried: y before the first token
@group(0) @binding(4) var<storage, read_write> dweight: array<f32>;  // (copies, D / n, 4n, n)
@group(0) @binding(5) var<storage, read_write> dbias: array<f32>;    // (copies, 4D)

//#each 64
fn each(i: u32) {
  let D = dims.D;
  let n = dims.n;
  let all = dims.B * dims.L;
  let copy = i / (4u * D * n);
  if (copy * dims.segment >= all) {
    return;
  }
  let k = i % n;
  let slot = i / (n * n) % 4u;
  let head = i % (4u * D * n) / (4u * n * n) * n;
  let column = slot * D + head + i / n % n;
  var sum = 0.0;
  var pulls = 0.0;
  for (var row = copy * dims.segment; row < min(all, (copy + 1u) * dims.segment); row++) {
    let pull = rows[row * 8u * D + column];
    pulls += pull;
    if (row % dims.L > 0u) {
      sum += pull * y[(row - 1u) * D + head + k];
    } else if (dims.carried != 0u) {
      sum += pull * start[row / dims.L * D + head + k];
    }
  }
  dweight[i] = sum;
  if (k == 0u) {
    dbias[copy * 4u * D + column] = pulls;
  }
}
