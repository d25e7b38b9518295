//#import random
//#import logits
//#import finite
// What sample_token and decode_model share. Needs logit_at(i), the const GROUP, and the bindings control, temperature, stream.
const RUNS: u32 = 64u;            // logits are summed within runs of columns first, then over the runs
const BROKEN: u32 = 0x80000000u;  // a bit of a pick: a logit of its run is not finite
var<workgroup> tops: array<f32, RUNS>;
var<workgroup> picks: array<u32, RUNS>;
var<workgroup> masses: array<f32, RUNS>;
var<workgroup> ties: array<u32, RUNS>;          // logits that equal the k-th largest
var<workgroup> counts: array<atomic<u32>, 33>;  // one for each bit of the key; the last counts logits above the k-th largest

fn ties_before(run: u32) -> u32 {
  var sum = 0u;
  for (var i = 0u; i < run; i++) {
    sum += ties[i];
  }
  return sum;
}

// Samples the token of a sequence for position `next`, from V logits from `first` on. All invocations of a workgroup call it
// together; each adds up the results of all, so all agree. If a logit is not finite, the sampled token is -1.
fn sample_logits(local: u32, first: u32, V: u32, sequence: u32, next: u32) {
  let width = (V + RUNS - 1u) / RUNS;
  for (var run = local; run < RUNS; run += GROUP) {
    var top = -3.4e38;
    var pick = 0u;
    var broken = 0u;
    for (var v = run * width; v < min(V, (run + 1u) * width); v++) {
      let logit = logit_at(first + v);
      broken = select(BROKEN, broken, is_finite(logit));
      if (bounded(logit) > top) {
        top = bounded(logit);
        pick = v;
      }
    }
    tops[run] = top;
    picks[run] = pick | broken;
  }
  for (var i = local; i < 33u; i += GROUP) {
    atomicStore(&counts[i], 0u);
  }
  workgroupBarrier();
  var top = tops[0];
  var pick = picks[0];
  var broken = pick;
  for (var run = 1u; run < RUNS; run++) {
    broken |= picks[run];
    if (tops[run] > top) {
      top = tops[run];
      pick = picks[run];
    }
  }
  broken &= BROKEN;
  pick &= ~BROKEN;
  let heat = temperature[0];
  if (heat > 0.0) {
    // The key of the k-th largest logit, from its highest bit to its lowest. Of logits that equal it, the lowest tokens are kept.
    var threshold = 0u;
    var places = 0u;
    let keep = u32(max(control[1], 0));
    if (keep > 0u && keep < V) {
      for (var bit = 0u; bit < 32u; bit++) {
        let candidate = threshold | (0x80000000u >> bit);
        var reaching = 0u;
        for (var v = local; v < V; v += GROUP) {
          reaching += select(0u, 1u, key_of(logit_at(first + v)) >= candidate);
        }
        atomicAdd(&counts[bit], reaching);
        workgroupBarrier();
        threshold = select(threshold, candidate, atomicLoad(&counts[bit]) >= keep);
      }
      var above = 0u;
      for (var run = local; run < RUNS; run += GROUP) {
        var equal = 0u;
        for (var v = run * width; v < min(V, (run + 1u) * width); v++) {
          let key = key_of(logit_at(first + v));
          above += select(0u, 1u, key > threshold);
          equal += select(0u, 1u, key == threshold);
        }
        ties[run] = equal;
      }
      atomicAdd(&counts[32], above);
      workgroupBarrier();
      places = keep - atomicLoad(&counts[32]);
    }
    for (var run = local; run < RUNS; run += GROUP) {
      var mass = 0.0;
      var tie = ties_before(run);
      for (var v = run * width; v < min(V, (run + 1u) * width); v++) {
        let key = key_of(logit_at(first + v));
        if (key > threshold || (key == threshold && tie < places)) {
          mass += weight_of(logit_at(first + v), top, heat);
        }
        tie += select(0u, 1u, key == threshold);
      }
      masses[run] = mass;
    }
    workgroupBarrier();
    var total = 0.0;
    for (var run = 0u; run < RUNS; run++) {
      total += masses[run];
    }
    var left = random_at(u32(control[0]), next, sequence) * total;
    var run = 0u;
    while (run + 1u < RUNS && left >= masses[run]) {
      left -= masses[run];
      run++;
    }
    var tie = ties_before(run);
    for (var v = run * width; v < min(V, (run + 1u) * width); v++) {
      let key = key_of(logit_at(first + v));
      if (key > threshold || (key == threshold && tie < places)) {
        pick = v;
        left -= weight_of(logit_at(first + v), top, heat);
        if (left < 0.0) {
          break;
        }
      }
      tie += select(0u, 1u, key == threshold);
    }
  }
  if (local == 0u && next < dims.capacity) {
    stream[(dims.B + sequence) * dims.capacity + next] = select(i32(pick), -1, broken != 0u);
    if (i32(next) >= control[2]) {
      stream[sequence * dims.capacity + next] = i32(pick);
    }
  }
}
