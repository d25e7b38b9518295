// A product of matrices through workgroup memory. A workgroup computes 64 x 64 sums, an invocation two blocks of 4 x 4. Who
// imports this says how many inner steps a tile has, `const STEPS: u32`, a multiple of 4, and loads the tiles. So a number from
// the device serves 64 multiply-adds, and three vec4s from workgroup memory serve 32.
const BLOCKS: u32 = 16u;        // of four rows of a, and of four columns of b
const INVOCATIONS: u32 = 128u;  // of a workgroup
// A vec4 for each step and block, the blocks of a step side by side. Two vec4s after every four steps stay empty, so that
// neighbours that store other steps meet other banks.
const PLACES: u32 = STEPS * BLOCKS + STEPS / 2u;
var<workgroup> a_tile: array<vec4f, PLACES>;
var<workgroup> b_tile: array<vec4f, PLACES>;

fn place_in_tile(step: u32, block: u32) -> u32 {
  return step * BLOCKS + step / 4u * 2u + block;
}

// Two blocks of sums, of two blocks of a and one of b: a vec4 of columns of b for each row of a.
struct Sums { first: mat4x4f, second: mat4x4f }

fn plus_outer(sum: mat4x4f, column: vec4f, row: vec4f) -> mat4x4f {
  return mat4x4f(
    fma(column, row.xxxx, sum[0]), fma(column, row.yyyy, sum[1]), fma(column, row.zzzz, sum[2]), fma(column, row.wwww, sum[3]),
  );
}

// Adds the products of a step of the tiles.
fn plus_step(sums: Sums, step: u32, first: u32, second: u32, across: u32) -> Sums {
  let column = b_tile[place_in_tile(step, across)];
  return Sums(
    plus_outer(sums.first, column, a_tile[place_in_tile(step, first)]),
    plus_outer(sums.second, column, a_tile[place_in_tile(step, second)]),
  );
}
