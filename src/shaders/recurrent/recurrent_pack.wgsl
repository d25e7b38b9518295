// Reorders a recurrent weight so that neighbouring invocations read neighbouring vec4s, with one lane for each gate:
//   forward[k, unit] = backward[unit, k] = (weight[0 H + unit, k], weight[1 H + unit, k], …), missing gates 0.
@group(0) @binding(1) var<storage, read> weight: array<f32>;             // (gates H, H)
@group(0) @binding(2) var<storage, read_write> forward: array<vec4f>;    // (H, H) vec4
@group(0) @binding(3) var<storage, read_write> backward: array<vec4f>;   // (H, H) vec4, if `both`

//#each 64 of dims.H * dims.H
fn each(item: u32) {
  let H = dims.H;
  var packed = vec4f(0.0);
  for (var gate = 0u; gate < dims.gates; gate++) {
    packed[gate] = weight[gate * H * H + item];
  }
  forward[(item % H) * H + item / H] = packed;
  if (dims.both != 0u) {
    backward[item] = packed;
  }
}
