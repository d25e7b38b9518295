/** The first word of PCG3D of three words, as in gpu/random.ts. */
export function hash(x: u32, y: u32, z: u32): u32 {
  let a = x * 1664525 + 1013904223;
  let b = y * 1664525 + 1013904223;
  let c = z * 1664525 + 1013904223;
  a += b * c;
  b += c * a;
  c += a * b;
  a ^= a >> 16;
  b ^= b >> 16;
  c ^= c >> 16;
  a += b * c;
  return a;
}

/** The same of four lanes. */
export function hashLanes(x: v128, y: v128, z: v128): v128 {
  let a = begun(x);
  let b = begun(y);
  let c = begun(z);
  a = i32x4.add(a, i32x4.mul(b, c));
  b = i32x4.add(b, i32x4.mul(c, a));
  c = i32x4.add(c, i32x4.mul(a, b));
  return i32x4.add(folded(a), i32x4.mul(folded(b), folded(c)));
}

function begun(words: v128): v128 {
  return i32x4.add(i32x4.mul(words, i32x4.splat(1664525)), i32x4.splat(1013904223));
}

function folded(words: v128): v128 {
  return v128.xor(words, i32x4.shr_u(words, 16));
}
