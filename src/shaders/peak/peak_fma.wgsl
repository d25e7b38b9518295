// Measures arithmetic alone: an invocation runs CHAINS independent chains of vec4 multiply-adds, four links of each an iteration.
// The sum of all chains is stored, and `scale` and `shift` come from outside, so that no compiler can skip the work.
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;  // (invocations)

// 1, 2, 4, or 8.
const CHAINS: u32 = 4u;

fn links(x: vec4f, scale: vec4f, shift: vec4f) -> vec4f {
  return fma(fma(fma(fma(x, scale, shift), scale, shift), scale, shift), scale, shift);
}

//#each 64 of dims.invocations
fn each(i: u32) {
  let scale = vec4f(dims.scale);
  let shift = vec4f(dims.shift);
  let start = vec4f(0.0, 0.25, 0.5, 0.75) + f32(i % 64u);
  var a = start;
  var b = start + 1.0;
  var c = start + 2.0;
  var d = start + 3.0;
  var e = start + 4.0;
  var f = start + 5.0;
  var g = start + 6.0;
  var h = start + 7.0;
  for (var k = 0u; k < dims.iterations; k++) {
    a = links(a, scale, shift);
    if (CHAINS >= 2u) {
      b = links(b, scale, shift);
    }
    if (CHAINS >= 4u) {
      c = links(c, scale, shift);
      d = links(d, scale, shift);
    }
    if (CHAINS >= 8u) {
      e = links(e, scale, shift);
      f = links(f, scale, shift);
      g = links(g, scale, shift);
      h = links(h, scale, shift);
    }
  }
  let sum = a + b + c + d + e + f + g + h;
  sums[i] = sum.x + sum.y + sum.z + sum.w;
}
