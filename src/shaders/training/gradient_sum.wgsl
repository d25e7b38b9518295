// gradients = Σ over all copies of all sources of the tile's parameter; squares[tile] = Σ gradients² over the tile.
@group(0) @binding(1) var<storage, read> tiles: array<i32>;              // (…, 5): start, count, decay, first source, sources
@group(0) @binding(2) var<storage, read> sources: array<i32>;            // (sources, 3): base, stride, copies
@group(0) @binding(3) var<storage, read> partials: array<vec4f>;         // of the page
@group(0) @binding(4) var<storage, read_write> gradients: array<vec4f>;  // laid out as the page's parameters
@group(0) @binding(5) var<storage, read_write> squares: array<f32>;      // of all tiles
const GROUP: u32 = 64u;
var<workgroup> sums: array<f32, GROUP>;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let own = dims.first + group.x;
  let tile = own * 5u;
  let start = u32(tiles[tile]);
  let count = u32(tiles[tile + 1u]);
  let first = u32(tiles[tile + 3u]);
  let last = first + u32(tiles[tile + 4u]);
  var square = 0.0;
  // A tile starts at a whole vec4. What its last one has beyond the tile is padding.
  for (var i = start + 4u * local; i < start + count; i += 4u * GROUP) {
    var sum = vec4f();
    for (var s = first; s < last; s++) {
      var at = u32(sources[s * 3u] + i32(i));
      let stride = u32(sources[s * 3u + 1u]);
      let copies = u32(sources[s * 3u + 2u]);
      for (var copy = 0u; copy < copies; copy++) {
        sum += four_from(at);
        at += stride;
      }
    }
    sum = select(vec4f(), sum, vec4u(i) + vec4u(0u, 1u, 2u, 3u) < vec4u(start + count));
    gradients[i / 4u] = sum;
    square += dot(sum, sum);
  }
  sums[local] = square;
  workgroupBarrier();
  if (local == 0u) {
    for (var i = 1u; i < GROUP; i++) {
      square += sums[i];
    }
    squares[own] = square;
  }
}

// Copies of a parameter of an odd size do not begin at whole vec4s.
fn four_from(at: u32) -> vec4f {
  let near = partials[at / 4u];
  let shift = at % 4u;
  if (shift == 0u) {
    return near;
  }
  let next = partials[at / 4u + 1u];
  if (shift == 1u) {
    return vec4f(near.yzw, next.x);
  }
  if (shift == 2u) {
    return vec4f(near.zw, next.xy);
  }
  return vec4f(near.w, next.xyz);
}
