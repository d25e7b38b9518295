// results[slot] = [Σ loss · scoring[0], rows scored, rows right, 0]. One workgroup adds up in a fixed order.
@group(0) @binding(1) var<storage, read> losses: array<f32>;         // (rows, 2)
@group(0) @binding(2) var<storage, read> scoring: array<f32>;        // [0]: 1 / scored rows
@group(0) @binding(3) var<storage, read> cursor: array<i32>;         // [0]: slot, modulo slots
@group(0) @binding(4) var<storage, read_write> results: array<f32>;  // (slots, 4)
const GROUP: u32 = 256u;
var<workgroup> sums: array<vec3f, GROUP>;

@compute @workgroup_size(GROUP)
fn main(@builtin(local_invocation_index) local: u32) {
  var sum = vec3f();
  for (var row = local; row < dims.rows; row += GROUP) {
    let mark = losses[row * 2u + 1u];
    sum += vec3f(losses[row * 2u], select(0.0, 1.0, mark >= 0.0), select(0.0, 1.0, mark > 0.5));
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local == 0u) {
    for (var i = 1u; i < GROUP; i++) {
      sum += sums[i];
    }
    let base = u32(cursor[0]) % dims.slots * 4u;
    results[base] = sum.x * scoring[0];
    results[base + 1u] = sum.y;
    results[base + 2u] = sum.z;
    results[base + 3u] = 0.0;
  }
}
