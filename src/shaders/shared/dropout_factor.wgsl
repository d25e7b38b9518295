//#import random
// What element i is multiplied by; gpu/kernels/training/dropout.ts has the same function. `drops` is 0 outside training.
fn dropout_factor(seed: u32, step: u32, drops: i32, i: u32) -> f32 {
  if (drops == 0) {
    return 1.0;
  }
  let key = pcg3d(vec3u(seed, step, dims.place)).x;
  return select(0.0, dims.scale, (pcg3d(vec3u(key, seed, i)).x >> 8u) >= dims.threshold);
}
