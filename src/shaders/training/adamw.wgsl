// Clips gradients by their global norm, then AdamW. Every workgroup adds up all squares, in the same order.
// If the norm is not finite, only `results` changes, which reports it.
//#import finite
@group(0) @binding(1) var<storage, read> tiles: array<i32>;               // (all, 5): start, count, decay, …
@group(0) @binding(2) var<storage, read> squares: array<f32>;             // (all)
@group(0) @binding(3) var<storage, read> gradients: array<vec4f>;         // (elements)
@group(0) @binding(4) var<storage, read> hyper: array<f32>;               // (8), see gpu/kernels/training/adamw.ts
@group(0) @binding(5) var<storage, read> cursor: array<i32>;              // [0]: slot, modulo slots
@group(0) @binding(6) var<storage, read_write> parameters: array<vec4f>;  // (elements)
@group(0) @binding(7) var<storage, read_write> moments: array<vec4f>;     // (2, elements): first, then second
@group(0) @binding(8) var<storage, read_write> results: array<f32>;       // (slots, 4): [3] is the norm
const GROUP: u32 = 64u;
const PARTS: u32 = 8u;
var<workgroup> sums: array<f32, GROUP>;
var<workgroup> parts: array<f32, PARTS>;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  var own = 0.0;
  for (var i = local; i < dims.all; i += GROUP) {
    own += squares[i];
  }
  sums[local] = own;
  workgroupBarrier();
  if (local < PARTS) {
    var part = 0.0;
    for (var i = local; i < GROUP; i += PARTS) {
      part += sums[i];
    }
    parts[local] = part;
  }
  workgroupBarrier();
  var square = 0.0;
  for (var i = 0u; i < PARTS; i++) {
    square += parts[i];
  }
  let finite = is_finite(square);
  let norm = select(square, sqrt(square), finite);
  if (group.x == 0u && local == 0u) {
    results[u32(cursor[0]) % dims.slots * 4u + 3u] = norm;
  }
  if (!finite) {
    return;
  }
  let lr = hyper[0];
  let beta1 = hyper[1];
  let beta2 = hyper[2];
  let clip = hyper[5];
  let factor = select(1.0, min(1.0, clip / (norm + 1e-6)), clip > 0.0);
  let tile = (dims.first + group.x) * 5u;
  let keep = 1.0 - select(0.0, lr * hyper[4], tiles[tile + 2u] != 0);
  let step = lr / hyper[6];
  let second_scale = 1.0 / sqrt(hyper[7]);
  let start = u32(tiles[tile]);
  let end = start + u32(tiles[tile + 1u]);
  for (var i = start / 4u + local; 4u * i < end; i += GROUP) {
    // A tile starts at a whole vec4. What its last one has beyond the tile is padding, and stays as it is.
    let own = vec4u(4u * i) + vec4u(0u, 1u, 2u, 3u) < vec4u(end);
    let gradient = gradients[i] * factor;
    let first = beta1 * moments[i] + (1.0 - beta1) * gradient;
    let second = beta2 * moments[dims.elements / 4u + i] + (1.0 - beta2) * gradient * gradient;
    moments[i] = select(moments[i], first, own);
    moments[dims.elements / 4u + i] = select(moments[dims.elements / 4u + i], second, own);
    let value = parameters[i] * keep - step * first / (sqrt(second) * second_scale + hyper[3]);
    parameters[i] = select(parameters[i], value, own);
  }
}
