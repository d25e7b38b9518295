// rms_norm, add_positions or add_waves, and the linear layer after them, for one token:  c = (norm(x) + positions) bᵀ.
// An invocation computes four columns, and the norm and the positions for itself.
//#import rope
@group(0) @binding(1) var<storage, read> x: array<f32>;            // (B, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;       // (D), of the norm
@group(0) @binding(3) var<storage, read> positions: array<u32>;    // (places, D), f32; WAVES: frequencies, as add_waves
@group(0) @binding(4) var<storage, read> cursor: array<i32>;       // [0]: position of the token
@group(0) @binding(5) var<storage, read> b: array<f32>;            // (columns, D)
@group(0) @binding(6) var<storage, read_write> c: array<f32>;      // (B, columns)
const WAVES: u32 = 0u;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x * 4u;
  if (column >= dims.columns) {
    return;
  }
  let first = id.y * dims.D;
  let position = u32(max(cursor[0], 0));
  let place = min(position, dims.places - 1u) * dims.D;
  let own = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(dims.columns - 1u)) * dims.D;
  var squares = 0.0;
  for (var k = 0u; k < dims.D; k++) {
    squares += x[first + k] * x[first + k];
  }
  let scale = inverseSqrt(squares / f32(dims.D) + dims.eps);
  var sums = vec4f();
  for (var k = 0u; k < dims.D; k++) {
    var here = 0.0;
    if (WAVES == 1u) {
      let pair = k / 2u * 2u;
      let turn = rope_turn(position, vec2u(positions[pair], positions[pair + 1u]));
      here = select(turn.x, turn.y, k % 2u == 0u);
    } else {
      here = bitcast<f32>(positions[place + k]);
    }
    let value = x[first + k] * scale * weight[k] + here;
    sums += value * vec4f(b[own.x + k], b[own.y + k], b[own.z + k], b[own.w + k]);
  }
  for (var i = 0u; i < min(4u, dims.columns - column); i++) {
    c[id.y * dims.columns + column + i] = sums[i];
  }
}
