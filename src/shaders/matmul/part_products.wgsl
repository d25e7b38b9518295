//#permutation part_products
//#permutation part_products_input INPUT
//#permutation part_products_weight WEIGHT
// Products of six parts: part p has K columns of the values, columns of its own of the result, and its weight. Weights from part
// `turned` on are (in, out), those before it (out, in).
// A workgroup computes 32 x 32 sums of one part, an invocation four columns of four rows, through workgroup memory.
//#if WEIGHT
@group(0) @binding(1) var<storage, read> values: array<f32>;     // (rows, 6K)
@group(0) @binding(2) var<storage, read> dout: array<f32>;       // (rows, stride): columns y
@group(0) @binding(3) var<storage, read_write> da: array<f32>;   // (copies, weight), and so to df
@group(0) @binding(4) var<storage, read_write> db: array<f32>;
@group(0) @binding(5) var<storage, read_write> dc: array<f32>;
@group(0) @binding(6) var<storage, read_write> dd: array<f32>;
@group(0) @binding(7) var<storage, read_write> de: array<f32>;
@group(0) @binding(8) var<storage, read_write> df: array<f32>;
//#else
//#if INPUT
@group(0) @binding(1) var<storage, read> dout: array<f32>;       // (rows, stride): columns y
//#else
@group(0) @binding(1) var<storage, read> values: array<f32>;     // (rows, 6K)
//#endif
@group(0) @binding(2) var<storage, read> a: array<f32>;          // weights, and so to f
@group(0) @binding(3) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read> c: array<f32>;
@group(0) @binding(5) var<storage, read> d: array<f32>;
@group(0) @binding(6) var<storage, read> e: array<f32>;
@group(0) @binding(7) var<storage, read> f: array<f32>;
//#if INPUT
@group(0) @binding(8) var<storage, read_write> dvalues: array<f32>;  // (rows, 6K)
//#else
@group(0) @binding(8) var<storage, read_write> out: array<f32>;      // (rows, stride): columns y
//#endif
//#endif
//#if !INPUT
//#import sigmoid
//#import safe_tanh
//#endif
const TILE: u32 = 32u;
const STEPS: u32 = 16u;
const GROUP: u32 = 64u;
const QUADS: u32 = TILE / 4u;

// A part, its width, its first column of the result, and which of its tiles a workgroup takes.
struct Part { index: u32, width: u32, column: u32, tile: u32 }

fn tiles(width: u32) -> u32 {
  return (width + TILE - 1u) / TILE;
}

// `each` tiles of a part, or as many as its columns need for 0, times `across`.
fn part_of(tile: u32, each: u32, across: u32) -> Part {
  var widths = array<u32, 6>(dims.na, dims.nb, dims.nc, dims.nd, dims.ne, dims.nf);
  var part = Part(0u, widths[0], dims.y, tile);
  for (var p = 0u; p < 5u; p++) {
    let own = select(each, tiles(part.width) * across, each == 0u);
    if (part.index == p && part.tile >= own) {
      part = Part(p + 1u, widths[p + 1u], part.column + part.width, part.tile - own);
    }
  }
  return part;
}

//#if WEIGHT
fn put(part: u32, at: u32, value: f32) {
  switch (part) {
    case 0u: { da[at] = value; }
    case 1u: { db[at] = value; }
    case 2u: { dc[at] = value; }
    case 3u: { dd[at] = value; }
    case 4u: { de[at] = value; }
    default: { df[at] = value; }
  }
}
//#else
fn weight_at(part: Part, k: u32, n: u32) -> f32 {
  let at = select(k * part.width + n, n * dims.K + k, part.index < dims.turned);
  switch (part.index) {
    case 0u: { return a[at]; }
    case 1u: { return b[at]; }
    case 2u: { return c[at]; }
    case 3u: { return d[at]; }
    case 4u: { return e[at]; }
    default: { return f[at]; }
  }
}
//#endif

// What a workgroup sums up: rows `top` on of the left factor, columns `first` on of the right one, both 0 beyond their ends.
struct Product { top: u32, height: u32, first: u32, width: u32, start: u32, steps: u32 }

fn product_of(part: Part, group: vec3u) -> Product {
  //#if WEIGHT
  let turned = part.index >= dims.turned;
  let height = select(part.width, dims.K, turned);
  let width = select(dims.K, part.width, turned);
  let start = group.z * dims.chunk;
  let across = tiles(width);
  let steps = min(dims.chunk, dims.rows - start);
  return Product(part.tile / across * TILE, height, part.tile % across * TILE, width, start, steps);
  //#else
  //#if INPUT
  return Product(group.y * TILE, dims.rows, part.tile * TILE, dims.K, 0u, part.width);
  //#else
  return Product(group.y * TILE, dims.rows, part.tile * TILE, part.width, 0u, dims.K);
  //#endif
  //#endif
}

fn left_at(part: Part, whole: Product, m: u32, step: u32) -> f32 {
  if (m >= whole.height || step >= whole.steps) {
    return 0.0;
  }
  //#if WEIGHT
  let row = whole.start + step;
  if (part.index >= dims.turned) {
    return values[(row * 6u + part.index) * dims.K + m];
  }
  return dout[row * dims.stride + part.column + m];
  //#else
  //#if INPUT
  return dout[m * dims.stride + part.column + step];
  //#else
  return values[(m * 6u + part.index) * dims.K + step];
  //#endif
  //#endif
}

fn right_at(part: Part, whole: Product, step: u32, n: u32) -> f32 {
  if (n >= whole.width || step >= whole.steps) {
    return 0.0;
  }
  //#if WEIGHT
  let row = whole.start + step;
  if (part.index >= dims.turned) {
    return dout[row * dims.stride + part.column + n];
  }
  return values[(row * 6u + part.index) * dims.K + n];
  //#else
  //#if INPUT
  return weight_at(part, n, step);
  //#else
  return weight_at(part, step, n);
  //#endif
  //#endif
}

var<workgroup> left: array<vec4f, STEPS * QUADS>;   // four rows of a step
var<workgroup> right: array<vec4f, STEPS * QUADS>;  // four columns of a step

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  //#if WEIGHT
  let part = part_of(group.x, 0u, tiles(dims.K));
  //#else
  //#if INPUT
  let part = part_of(group.x, tiles(dims.K), 1u);
  //#else
  let part = part_of(group.x, 0u, 1u);
  //#endif
  //#endif
  let whole = product_of(part, group);
  let rows = local / QUADS;
  let columns = local % QUADS;
  var sums = array<vec4f, 4>();
  for (var begin = 0u; begin < whole.steps; begin += STEPS) {
    for (var i = local; i < STEPS * QUADS; i += GROUP) {
      //#if WEIGHT
      // Neighbours take neighbouring columns of a row.
      let step = i / QUADS;
      let quad = i % QUADS;
      //#else
      let step = i % STEPS;
      let quad = i / STEPS;
      //#endif
      let at = step * QUADS + quad;
      let along = begin + step;
      let m = whole.top + quad * 4u;
      let n = whole.first + quad * 4u;
      left[at] = vec4f(
        left_at(part, whole, m, along), left_at(part, whole, m + 1u, along),
        left_at(part, whole, m + 2u, along), left_at(part, whole, m + 3u, along),
      );
      right[at] = vec4f(
        right_at(part, whole, along, n), right_at(part, whole, along, n + 1u),
        right_at(part, whole, along, n + 2u), right_at(part, whole, along, n + 3u),
      );
    }
    workgroupBarrier();
    for (var step = 0u; step < STEPS; step++) {
      let a_quad = left[step * QUADS + rows];
      let b_quad = right[step * QUADS + columns];
      //#unroll
      for (var i = 0u; i < 4u; i++) {
        sums[i] += a_quad[i] * b_quad;
      }
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 16u; i++) {
    let m = whole.top + rows * 4u + i / 4u;
    let n = whole.first + columns * 4u + i % 4u;
    if (m >= whole.height || n >= whole.width) {
      continue;
    }
    var value = sums[i / 4u][i % 4u];
    //#if WEIGHT
    put(part.index, (group.z * whole.height + m) * whole.width + n, value);
    //#else
    //#if INPUT
    dvalues[(m * 6u + part.index) * dims.K + n] = value;
    //#else
    if (part.index == dims.curved) {
      value = safe_tanh(value);
    }
    if (part.index == dims.opened) {
      value = sigmoid(value);
    }
    out[m * dims.stride + part.column + n] = value;
    //#endif
    //#endif
  }
}
