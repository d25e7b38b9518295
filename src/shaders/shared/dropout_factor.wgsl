//#import element
//#import random
// What the numbers of element i are multiplied by; gpu/kernels/training/dropout.ts has the same function. `drops` is 0 outside
// training.
fn dropout_factor(seed: u32, step: u32, drops: i32, i: u32) -> Element {
  if (drops == 0) {
    return Element(1.0);
  }
  let key = pcg3d(vec3u(seed, step, dims.place)).x;
  //#if VEC4
  let at = 4u * i;
  return vec4f(
    factor_at(vec3u(key, seed, at)),
    factor_at(vec3u(key, seed, at + 1u)),
    factor_at(vec3u(key, seed, at + 2u)),
    factor_at(vec3u(key, seed, at + 3u)),
  );
  //#else
  return factor_at(vec3u(key, seed, i));
  //#endif
}

fn factor_at(words: vec3u) -> f32 {
  return select(0.0, dims.scale, (pcg3d(words).x >> 8u) >= dims.threshold);
}
