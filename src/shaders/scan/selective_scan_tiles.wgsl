// dxdbl[row, BC + j] = Σ over tiles of the sums that selective_scan_backward left in place of the states: (CHUNK, 2, GROUP) for
// each group of states.
@group(0) @binding(1) var<storage, read> states: array<f32>;        // (B, chunks, tiles, groups, GROUP·TILE), see there
@group(0) @binding(2) var<storage, read_write> dxdbl: array<f32>;   // (B·L, BC_stride): writes 2N columns from BC on
const GROUP: u32 = 4u;
const CHUNK: u32 = 16u;
const TILE: u32 = 64u;

//#each 64
fn each(i: u32) {
  let columns = 2u * dims.N;
  let row = i / columns;
  if (row >= dims.B * dims.L) {
    return;
  }
  let tiles = (dims.E + TILE - 1u) / TILE;
  let chunks = (dims.L + CHUNK - 1u) / CHUNK;
  let t = row % dims.L;
  let j = i % columns;
  let n = j % dims.N;
  let block = ((row / dims.L) * chunks + t / CHUNK) * tiles * dims.N * TILE;
  let at = block + n / GROUP * GROUP * TILE + ((t % CHUNK) * 2u + j / dims.N) * GROUP + n % GROUP;
  var sum = 0.0;
  for (var tile = 0u; tile < tiles; tile++) {
    sum += states[at + tile * dims.N * TILE];
  }
  dxdbl[row * dims.BC_stride + dims.BC + j] = sum;
}
