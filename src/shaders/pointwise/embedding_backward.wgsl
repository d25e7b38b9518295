// dweight[copy, v] = Σ dy[row] over the copy's rows whose token is v.
// An invocation owns one column of a range of v: it adds rows in their order, and no other invocation writes there.
@group(0) @binding(1) var<storage, read> tokens: array<i32>;         // (rows)
@group(0) @binding(2) var<storage, read> dy: array<f32>;             // (rows, D)
@group(0) @binding(3) var<storage, read_write> dweight: array<f32>;  // (copies, V, D)

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let columns = (dims.D + 63u) / 64u;
  let column = group.x % columns * 64u + local;
  if (column >= dims.D) {
    return;
  }
  let height = (dims.V + dims.ranges - 1u) / dims.ranges;
  let first = group.x / columns * height;
  let last = min(dims.V, first + height);
  let base = group.y * dims.V * dims.D + column;
  for (var v = first; v < last; v++) {
    dweight[base + v * dims.D] = 0.0;
  }
  let span = (dims.rows + dims.copies - 1u) / dims.copies;
  let end = min(dims.rows, (group.y + 1u) * span);
  for (var row = group.y * span; row < end; row++) {
    let v = u32(clamp(tokens[row], 0, i32(dims.V) - 1));
    if (v >= first && v < last) {
      dweight[base + v * dims.D] += dy[row * dims.D + column];
    }
  }
}
