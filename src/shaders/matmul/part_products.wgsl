//#permutation part_products
//#permutation part_products_input INPUT
//#permutation part_products_weight WEIGHT
// Products of six parts: part p has K columns of the values, columns of its own of the result, and its weight. Weights from part
// `turned` on are (in, out), those before it (out, in).
// A workgroup computes 16 x 16 sums of one part, an invocation four columns of a row, through workgroup memory.
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
const TILE: u32 = 16u;
const GROUP: u32 = 64u;

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

var<workgroup> left: array<f32, 256>;   // (step, row)
var<workgroup> right: array<f32, 256>;  // (step, column)

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  //#if WEIGHT
  let part = part_of(group.x, 0u, tiles(dims.K));
  let input_first = part.index >= dims.turned;
  let height = select(part.width, dims.K, input_first);
  let width = select(dims.K, part.width, input_first);
  let top = part.tile / tiles(width) * TILE;
  let first = part.tile % tiles(width) * TILE;
  let start = group.z * dims.chunk;
  let steps = min(dims.chunk, dims.rows - start);
  //#else
  //#if INPUT
  let part = part_of(group.x, tiles(dims.K), 1u);
  let width = dims.K;
  let steps = part.width;
  //#else
  let part = part_of(group.x, 0u, 1u);
  let width = part.width;
  let steps = dims.K;
  //#endif
  let height = dims.rows;
  let top = group.y * TILE;
  let first = part.tile * TILE;
  //#endif
  let own_row = local / 4u;
  let own_column = local % 4u * 4u;
  var sums = vec4f(0.0);
  for (var step = 0u; step < steps; step += TILE) {
    for (var i = local; i < 256u; i += GROUP) {
      //#if WEIGHT
      // Neighbours take neighbouring columns of a row.
      let s = step + i / TILE;
      let row = start + s;
      let m = top + i % TILE;
      let n = first + i % TILE;
      var l = 0.0;
      var r = 0.0;
      let inputs = (row * 6u + part.index) * dims.K;
      let outputs = row * dims.stride + part.column;
      if (s < steps && m < height) {
        if (input_first) {
          l = values[inputs + m];
        } else {
          l = dout[outputs + m];
        }
      }
      if (s < steps && n < width) {
        if (input_first) {
          r = dout[outputs + n];
        } else {
          r = values[inputs + n];
        }
      }
      left[i] = l;
      right[i] = r;
      //#else
      let row = top + i / TILE;
      let along = step + i % TILE;
      var l = 0.0;
      if (row < height && along < steps) {
        //#if INPUT
        l = dout[row * dims.stride + part.column + along];
        //#else
        l = values[(row * 6u + part.index) * dims.K + along];
        //#endif
      }
      left[i % TILE * TILE + i / TILE] = l;
      let s = step + i / TILE;
      let n = first + i % TILE;
      var r = 0.0;
      if (s < steps && n < width) {
        //#if INPUT
        r = weight_at(part, n, s);
        //#else
        r = weight_at(part, s, n);
        //#endif
      }
      right[i] = r;
      //#endif
    }
    workgroupBarrier();
    for (var s = 0u; s < TILE; s++) {
      let at = s * TILE + own_column;
      sums += left[s * TILE + own_row] * vec4f(right[at], right[at + 1u], right[at + 2u], right[at + 3u]);
    }
    workgroupBarrier();
  }
  let m = top + own_row;
  for (var i = 0u; i < 4u; i++) {
    let n = first + own_column + i;
    if (m >= height || n >= width) {
      continue;
    }
    var value = sums[i];
    //#if WEIGHT
    put(part.index, (group.z * height + m) * width + n, value);
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
