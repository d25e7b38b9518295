// Samples one token of each sequence, for position cursor + advance; then cursor += advance. One workgroup, since it alone writes
// the cursor.
//#import sample_logits
@group(0) @binding(1) var<storage, read> logits: array<f32>;         // (B, V)
@group(0) @binding(2) var<storage, read> control: array<i32>;        // seed, top k (0: all), tokens given
@group(0) @binding(3) var<storage, read> temperature: array<f32>;    // [0]; 0 or less is greedy
@group(0) @binding(4) var<storage, read_write> cursor: array<i32>;   // [0]
@group(0) @binding(5) var<storage, read_write> stream: array<i32>;   // (2, B, capacity): read, sampled
const GROUP: u32 = 64u;

fn logit_at(i: u32) -> f32 {
  return logits[i];
}

@compute @workgroup_size(GROUP)
fn main(@builtin(local_invocation_index) local: u32) {
  let next = u32(max(cursor[0], 0)) + dims.advance;
  for (var b = 0u; b < dims.B; b++) {
    sample_logits(local, b * dims.V, dims.V, b, next);
    workgroupBarrier();
  }
  if (local == 0u) {
    cursor[0] = i32(next);
  }
}
