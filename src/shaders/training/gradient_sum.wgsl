// gradients = Σ over all copies of all sources of the tile's parameter; squares[tile] = Σ gradients² over the tile.
@group(0) @binding(1) var<storage, read> tiles: array<i32>;            // (…, 5): start, count, decay, first source, sources
@group(0) @binding(2) var<storage, read> sources: array<i32>;          // (sources, 3): base, stride, copies
@group(0) @binding(3) var<storage, read> partials: array<f32>;         // of the page
@group(0) @binding(4) var<storage, read_write> gradients: array<f32>;  // laid out as the page's parameters
@group(0) @binding(5) var<storage, read_write> squares: array<f32>;    // of all tiles
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
  for (var i = start + local; i < start + count; i += GROUP) {
    var sum = 0.0;
    for (var s = first; s < last; s++) {
      var at = u32(sources[s * 3u] + i32(i));
      let stride = u32(sources[s * 3u + 1u]);
      let copies = u32(sources[s * 3u + 2u]);
      for (var copy = 0u; copy < copies; copy++) {
        sum += partials[at];
        at += stride;
      }
    }
    gradients[i] = sum;
    square += sum * sum;
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
