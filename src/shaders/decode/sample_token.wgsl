// One token a sequence for position cursor + advance, then cursor += advance. One workgroup, so that the cursor has one
// owner. A lane holds a run of columns of its own, in order; every lane adds up what all lanes found, so all agree.
// Where a logit is not finite, nothing is chosen: -1 stands there.
//#import random
//#import logits
//#import finite
struct Dims { B: u32, V: u32, capacity: u32, advance: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> logits: array<f32>;         // (B, V)
@group(0) @binding(2) var<storage, read> control: array<i32>;        // seed, top k (0: all), tokens given
@group(0) @binding(3) var<storage, read> temperature: array<f32>;    // [0]; 0 or less is greedy
@group(0) @binding(4) var<storage, read_write> cursor: array<i32>;   // [0]
@group(0) @binding(5) var<storage, read_write> stream: array<i32>;   // (2, B, capacity): read, chosen
const GROUP: u32 = 64u;
const BROKEN: u32 = 0x80000000u;  // in a pick: a logit of its run is not finite
var<workgroup> tops: array<f32, GROUP>;
var<workgroup> picks: array<u32, GROUP>;
var<workgroup> masses: array<f32, GROUP>;
var<workgroup> ties: array<u32, GROUP>;             // logits that equal the k-th largest
var<workgroup> counts: array<atomic<u32>, 33>;      // by bit of the key; last, logits above the k-th largest

fn ties_before(run: u32) -> u32 {
  var sum = 0u;
  for (var i = 0u; i < run; i++) {
    sum += ties[i];
  }
  return sum;
}

@compute @workgroup_size(GROUP)
fn main(@builtin(local_invocation_index) local: u32) {
  let next = u32(max(cursor[0], 0)) + dims.advance;
  let width = (dims.V + GROUP - 1u) / GROUP;
  let first = min(dims.V, local * width);
  let last = min(dims.V, first + width);
  let keep = u32(max(control[1], 0));
  let heat = temperature[0];
  let given = u32(max(control[2], 0));
  for (var b = 0u; b < dims.B; b++) {
    let base = b * dims.V;
    var top = -3.4e38;
    var pick = 0u;
    var broken = 0u;
    for (var v = first; v < last; v++) {
      broken = select(BROKEN, broken, is_finite(logits[base + v]));
      if (bounded(logits[base + v]) > top) {
        top = bounded(logits[base + v]);
        pick = v;
      }
    }
    tops[local] = top;
    picks[local] = pick | broken;
    if (local < 33u) {
      atomicStore(&counts[local], 0u);
    }
    workgroupBarrier();
    top = tops[0];
    pick = picks[0];
    broken = pick;
    for (var i = 1u; i < GROUP; i++) {
      broken |= picks[i];
      if (tops[i] > top) {
        top = tops[i];
        pick = picks[i];
      }
    }
    broken &= BROKEN;
    pick &= ~BROKEN;
    if (heat > 0.0) {
      // The key of the k-th largest logit, from its highest bit down; of those that equal it, the lowest tokens have a place.
      var threshold = 0u;
      var places = 0u;
      if (keep > 0u && keep < dims.V) {
        for (var bit = 0u; bit < 32u; bit++) {
          let candidate = threshold | (0x80000000u >> bit);
          var reaching = 0u;
          for (var v = first; v < last; v++) {
            reaching += select(0u, 1u, key_of(logits[base + v]) >= candidate);
          }
          atomicAdd(&counts[bit], reaching);
          workgroupBarrier();
          threshold = select(threshold, candidate, atomicLoad(&counts[bit]) >= keep);
        }
        var above = 0u;
        var equal = 0u;
        for (var v = first; v < last; v++) {
          let key = key_of(logits[base + v]);
          above += select(0u, 1u, key > threshold);
          equal += select(0u, 1u, key == threshold);
        }
        ties[local] = equal;
        atomicAdd(&counts[32], above);
        workgroupBarrier();
        places = keep - atomicLoad(&counts[32]);
      }
      var mass = 0.0;
      var tie = ties_before(local);
      for (var v = first; v < last; v++) {
        let key = key_of(logits[base + v]);
        if (key > threshold || (key == threshold && tie < places)) {
          mass += weight_of(logits[base + v], top, heat);
        }
        tie += select(0u, 1u, key == threshold);
      }
      masses[local] = mass;
      workgroupBarrier();
      var total = 0.0;
      for (var i = 0u; i < GROUP; i++) {
        total += masses[i];
      }
      var left = random_at(u32(control[0]), next, b) * total;
      var lane = 0u;
      while (lane + 1u < GROUP && left >= masses[lane]) {
        left -= masses[lane];
        lane++;
      }
      let end = min(dims.V, (lane + 1u) * width);
      tie = ties_before(lane);
      for (var v = lane * width; v < end; v++) {
        let key = key_of(logits[base + v]);
        if (key > threshold || (key == threshold && tie < places)) {
          pick = v;
          left -= weight_of(logits[base + v], top, heat);
          if (left < 0.0) {
            break;
          }
        }
        tie += select(0u, 1u, key == threshold);
      }
    }
    if (local == 0u && next < dims.capacity) {
      stream[(dims.B + b) * dims.capacity + next] = select(i32(pick), -1, broken != 0u);
      if (next >= given) {
        stream[b * dims.capacity + next] = i32(pick);
      }
    }
    workgroupBarrier();
  }
  if (local == 0u) {
    cursor[0] = i32(next);
  }
}
