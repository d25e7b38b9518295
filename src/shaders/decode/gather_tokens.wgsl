// tokens[b, i] = stream[b, start + i]: L tokens, the last of them the one at the cursor, but from position 0 on if fewer are
// known. first[0] = start.
@group(0) @binding(1) var<storage, read> stream: array<i32>;        // (B, capacity)
@group(0) @binding(2) var<storage, read> cursor: array<i32>;        // (4)
@group(0) @binding(3) var<storage, read_write> tokens: array<i32>;  // (B, L)
@group(0) @binding(4) var<storage, read_write> first: array<i32>;   // [0]

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= dims.L) {
    return;
  }
  let start = max(u32(cursor[0]) + 1u, dims.L) - dims.L;
  let at = min(start + id.x, dims.capacity - 1u);
  if (id.x == 0u && id.y == 0u) {
    first[0] = i32(start);
  }
  tokens[id.y * dims.L + id.x] = stream[id.y * dims.capacity + at];
}
