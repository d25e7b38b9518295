// PCG3D (Jarzynski and Olano 2020): gpu/random.ts has the same function.
fn pcg3d(words: vec3u) -> vec3u {
  var v = words * 1664525u + 1013904223u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v ^= v >> vec3u(16u);
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  return v;
}

// In [0, 1), a multiple of 2^-24: a pure function of its three arguments.
fn random_at(seed: u32, position: u32, sequence: u32) -> f32 {
  return f32(pcg3d(vec3u(seed, position, sequence)).x >> 8u) * 0x1p-24;
}
