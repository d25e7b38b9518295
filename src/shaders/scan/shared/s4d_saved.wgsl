const GROUP: u32 = 8u;
const CHUNK: u32 = 16u;

// Where s4d_scan saves the state of mode n before chunk c.
fn saved_at(b: u32, c: u32, n: u32, d: u32) -> u32 {
  let chunks = (dims.L + CHUNK - 1u) / CHUNK;
  return ((b * chunks + c) * (dims.N / 2u) + n) * dims.D + d;
}
