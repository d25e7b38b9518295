// dilated_conv, and the gradient of its input, as products through workgroup memory, for whole vec4s of channels.
// An inner step is a channel of a tap. A tile has CHANNELS channels of TAPS taps, the taps of a channel side by side.
//   FORWARD: a is the weight, b is x. A workgroup takes the filters and the gates of 32 channels, so that an invocation has both.
//   INPUT: a is da, b is the weight. A workgroup takes 64 channels.
//#permutation dilated_conv_tiles FORWARD
//#permutation dilated_conv_input_tiles INPUT
const K: u32 = 4u;
const TAPS: u32 = 4u;      // all K, or 4 of them if K is a multiple of 4
const CHANNELS: u32 = 4u;  // a multiple of 4
const PITCH: u32 = 1u;     // vec4s of the weight from one of a tile to the next
const STEPS: u32 = CHANNELS * TAPS;
const QUADS: u32 = CHANNELS / 4u;
//#import product_tile
//#if FORWARD
//#import sigmoid
//#import token_before
@group(0) @binding(1) var<storage, read> x: array<vec4f>;             // (B, L, D)
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;        // (2D, D, K)
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;          // (2D)
@group(0) @binding(4) var<storage, read> queue: array<vec4f>;         // (B, slots, D), if CARRY
@group(0) @binding(5) var<storage, read> cursor: array<i32>;          // [0]: position of the first token, if CARRY
@group(0) @binding(6) var<storage, read_write> gates: array<vec4f>;   // (B, L, 2D): tanh, then sigmoid; if save
@group(0) @binding(7) var<storage, read_write> y: array<vec4f>;       // (B, L, D)
alias Element = vec4f;
const WIDTH: u32 = 4u;
const CARRY: u32 = 0u;

// Four channels of the token that a tap of `row`, the t-th of its sequence, reads; zero if there is none.
fn tapped(row: u32, t: u32, tap: u32, quad: u32) -> vec4f {
  let place = find(row, t, (K - 1u - tap) * dims.dilation);
  return select(vec4f(), load(place, quad), place != NOWHERE);
}

// How many channels the products sum over.
fn depth() -> u32 {
  return dims.D;
}
//#else
@group(0) @binding(1) var<storage, read> da: array<vec4f>;        // (B, L, 2D)
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;    // (2D, D, K)
@group(0) @binding(3) var<storage, read_write> dx: array<vec4f>;  // (B, L, D)

// Four channels of the token whose tap reads `row`, the t-th of its sequence; zero if there is none.
fn tapped(row: u32, t: u32, tap: u32, quad: u32) -> vec4f {
  let shift = (K - 1u - tap) * dims.dilation;
  let inside = dims.L - t > shift;
  return select(vec4f(), da[(row + select(0u, shift, inside)) * (dims.D / 2u) + quad], inside);
}

fn depth() -> u32 {
  return 2u * dims.D;
}
//#endif

// A tile is loaded in items. What lies beyond the rows or channels, or before the first token, is zero.
const ROW_ITEMS: u32 = STEPS * BLOCKS / 4u;
//#if FORWARD
const WEIGHT_ITEMS: u32 = STEPS * BLOCKS / 4u;
//#else
const WEIGHT_ITEMS: u32 = CHANNELS * BLOCKS;
//#endif

// Loads four channels of four rows at one tap. Neighbours read neighbouring channels.
fn load_rows(item: u32, first_row: u32, first_channel: u32, first_tap: u32) {
  let quad = item % QUADS;
  let block = item / QUADS % BLOCKS;
  let tap = item / QUADS / BLOCKS;
  let channel = first_channel + 4u * quad;
  var of_channels = mat4x4f();
  if (channel < depth()) {
    let rows = min(vec4u(first_row + 4u * block) + vec4u(0u, 1u, 2u, 3u), vec4u(dims.B * dims.L - 1u));
    let t = rows % vec4u(dims.L);
    of_channels = transpose(mat4x4f(
      tapped(rows.x, t.x, first_tap + tap, channel / 4u), tapped(rows.y, t.y, first_tap + tap, channel / 4u),
      tapped(rows.z, t.z, first_tap + tap, channel / 4u), tapped(rows.w, t.w, first_tap + tap, channel / 4u),
    ));
  }
  //#unroll
  for (var i = 0u; i < 4u; i++) {
    let place = place_in_tile((4u * quad + i) * TAPS + tap, block);
    //#if FORWARD
    b_tile[place] = of_channels[i];
    //#else
    a_tile[place] = of_channels[i];
    //#endif
  }
}
//#if FORWARD

// Loads four steps of four filters: those of eight blocks are filters, those of the eight blocks after them gates.
fn load_weight(item: u32, group: u32, first_channel: u32, first_tap: u32) {
  let q = item % (STEPS / 4u);
  let block = item / (STEPS / 4u);
  var of_steps = mat4x4f();
  if (4u * q < (dims.D - first_channel) * TAPS) {
    let filters = min((group * 8u + block % 8u) * 4u, dims.D - 4u) + select(0u, dims.D, block >= 8u);
    let pitch = dims.D * K / 4u;
    let at = filters * pitch + (first_channel * K + first_tap) / 4u + q * PITCH;
    of_steps = transpose(mat4x4f(weight[at], weight[at + pitch], weight[at + 2u * pitch], weight[at + 3u * pitch]));
  }
  //#unroll
  for (var i = 0u; i < 4u; i++) {
    a_tile[place_in_tile(4u * q + i, block)] = of_steps[i];
  }
}

fn store(row: u32, channel: u32, filtered: vec4f, gate: vec4f) {
  if (row >= dims.B * dims.L) {
    return;
  }
  let width = dims.D / 4u;
  let t = tanh(clamp(filtered + bias[channel], vec4f(-15.0), vec4f(15.0)));
  let s = sigmoid4(gate + bias[width + channel]);
  y[row * width + channel] = t * s;
  if (dims.save != 0u) {
    gates[row * 2u * width + channel] = t;
    gates[(row * 2u + 1u) * width + channel] = s;
  }
}
//#else

// Loads four columns of a row of the weight, at all taps of the tile. In memory taps are the innermost dimension.
fn load_weight(item: u32, group: u32, first_channel: u32, first_tap: u32) {
  let block = item % BLOCKS;
  let own = item / BLOCKS;
  var flat: array<vec4f, TAPS>;
  if (first_channel + own < depth()) {
    let column = min((group * BLOCKS + block) * 4u, dims.D - 4u);
    let at = (((first_channel + own) * dims.D + column) * K + first_tap) / 4u;
    //#unroll
    for (var q = 0u; q < TAPS; q++) {
      flat[q] = weight[at + q * PITCH];
    }
  }
  //#unroll
  for (var k = 0u; k < TAPS; k++) {
    b_tile[place_in_tile(own * TAPS + k, block)] = vec4f(
      flat[k / 4u][k % 4u], flat[(TAPS + k) / 4u][(TAPS + k) % 4u],
      flat[(2u * TAPS + k) / 4u][(2u * TAPS + k) % 4u], flat[(3u * TAPS + k) / 4u][(3u * TAPS + k) % 4u],
    );
  }
}

fn store(row: u32, channel: u32, value: vec4f) {
  if (row >= dims.B * dims.L) {
    return;
  }
  let at = row * (dims.D / 4u) + channel;
  if ((dims.accumulate & 1u) != 0u) {
    dx[at] += value;
  } else {
    dx[at] = value;
  }
}
//#endif

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let first_row = group.y * BLOCKS * 4u;
  //#if FORWARD
  // Neighbours store neighbouring channels.
  let first = index % 8u;
  let second = first + 8u;
  let across = index / 8u;
  //#else
  let first = index / BLOCKS * 2u;
  let second = first + 1u;
  let across = index % BLOCKS;
  //#endif
  var sums = Sums();
  for (var channel = 0u; channel < depth(); channel += CHANNELS) {
    for (var tap = 0u; tap < K; tap += TAPS) {
      workgroupBarrier();
      for (var item = index; item < ROW_ITEMS + WEIGHT_ITEMS; item += INVOCATIONS) {
        if (item < ROW_ITEMS) {
          load_rows(item, first_row, channel, tap);
        } else {
          load_weight(item - ROW_ITEMS, group.x, channel, tap);
        }
      }
      workgroupBarrier();
      for (var step = 0u; step < STEPS; step++) {
        sums = plus_step(sums, step, first, second, across);
      }
    }
  }
  //#if FORWARD
  let own_channel = group.x * 8u + first;
  if (own_channel < dims.D / 4u) {
    let filtered = transpose(sums.first);
    let opened = transpose(sums.second);
    //#unroll
    for (var i = 0u; i < 4u; i++) {
      store(first_row + 4u * across + i, own_channel, filtered[i], opened[i]);
    }
  }
  //#else
  let own_channel = group.x * BLOCKS + across;
  if (own_channel < dims.D / 4u) {
    //#unroll
    for (var i = 0u; i < 4u; i++) {
      store(first_row + 4u * first + i, own_channel, sums.first[i]);
      store(first_row + 4u * second + i, own_channel, sums.second[i]);
    }
  }
  //#endif
}
