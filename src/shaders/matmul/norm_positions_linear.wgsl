// rms_norm, add_positions or add_waves, and the linear layer after them, for one token:  c = (norm(x) + positions) bᵀ.
// LANES invocations share four columns, the norm, and the positions.
//#import few_rows
//#import rope
@group(0) @binding(1) var<storage, read> x: array<f32>;            // (B, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;       // (D), of the norm
@group(0) @binding(3) var<storage, read> positions: array<u32>;    // (places, D), f32; WAVES: frequencies, as add_waves
@group(0) @binding(4) var<storage, read> cursor: array<i32>;       // [0]: position of the token
@group(0) @binding(5) var<storage, read> b: array<f32>;            // (columns, D)
@group(0) @binding(6) var<storage, read_write> c: array<f32>;      // (B, columns)
const WAVES: u32 = 0u;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let own = four_columns(group, local);
  let first = own.row * dims.D;
  let position = u32(max(cursor[0], 0));
  let place = min(position, dims.places - 1u) * dims.D;
  let begin = begin_of(own.column, dims.columns, dims.D);
  var squares = 0.0;
  for (var k = own.lane; k < dims.D; k += LANES) {
    squares += x[first + k] * x[first + k];
  }
  let scale = inverseSqrt(team_sum(0u, local, vec2f(squares, 0.0)).x / f32(dims.D) + dims.eps);
  var sums = vec4f();
  for (var k = own.lane; k < dims.D; k += LANES) {
    var here = 0.0;
    if (WAVES == 1u) {
      let pair = k / 2u * 2u;
      let turn = rope_turn(position, vec2u(positions[pair], positions[pair + 1u]));
      here = select(turn.x, turn.y, k % 2u == 0u);
    } else {
      here = bitcast<f32>(positions[place + k]);
    }
    let value = x[first + k] * scale * weight[k] + here;
    sums += value * vec4f(b[begin.x + k], b[begin.y + k], b[begin.z + k], b[begin.w + k]);
  }
  sums = team_sum4(1u, local, sums);
  for (var i = own.lane; i < existing(own.column, dims.columns); i += LANES) {
    c[own.row * dims.columns + own.column + i] = sums[i];
  }
}
