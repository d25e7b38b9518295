// selective_scan_ends and selective_scan_adjoint_ends for whole vec4s of states, through workgroup memory.
//   FORWARD: h = exp(Δ A) h + Δ u B, and totals = Σ Δ.
//   ADJOINT: backward in time, h = exp(Δ A) (C dy' + h), with dy' = dy silu(z).
//#permutation selective_scan_ends_staged FORWARD
//#permutation selective_scan_adjoint_ends_staged ADJOINT
//#import scan_staged
@group(0) @binding(1) var<storage, read> rows: array<f32>;          // (B·L, stride): columns u, delta; ADJOINT: Δ, z
@group(0) @binding(2) var<storage, read> xdbl: array<f32>;          // (B·L, BC_stride): from column BC on B, C
@group(0) @binding(3) var<storage, read> A_log: array<f32>;         // (E, N)
//#if FORWARD
//#import softplus
@group(0) @binding(4) var<storage, read_write> ends: array<f32>;    // (B, segments, E, N)
@group(0) @binding(5) var<storage, read_write> totals: array<f32>;  // (B, segments, E)
//#else
//#import sigmoid
@group(0) @binding(4) var<storage, read> drows: array<f32>;         // (B·L, d_stride): from column dy on
@group(0) @binding(5) var<storage, read_write> ends: array<f32>;    // (B, segments, E, N)
const GATED: u32 = 1u;   // dims.gated
//#endif

// Leaves Δ of each channel, and Δ u or dy', in workgroup memory.
fn load_tokens(first_row: u32, first_channel: u32, count: u32, local: u32) {
  for (var i = local; i < count * CHANNELS; i += INVOCATIONS) {
    let e = first_channel + i % CHANNELS;
    var token = vec2f();
    if (e < dims.E) {
      let row = first_row + i / CHANNELS;
      let base = row * dims.stride + e;
      //#if FORWARD
      let delta = softplus(rows[base + dims.delta]);
      token = vec2f(delta, delta * rows[base + dims.u]);
      //#else
      var dout = drows[row * dims.d_stride + dims.dy + e];
      if (GATED != 0u) {
        let z = rows[base + dims.z];
        dout *= z * sigmoid(z);
      }
      token = vec2f(rows[base + dims.delta], dout);
      //#endif
    }
    tokens[i] = token;
  }
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let own = own_of(group, local);
  let exists = own.e < dims.E;
  //#if FORWARD
  let sums_steps = exists && own.quad == 0u;
  // No segment starts from the end of the last one, and no adjoint enters it.
  if (group.y == dims.segments - 1u) {
    if (sums_steps) { totals[own.place / N] = 0.0; }
    return;
  }
  var total = 0.0;
  if (sums_steps && dims.start > 0u) { total = totals[own.place / N]; }
  //#else
  // No segment comes before the first.
  if (group.y == 0u) {
    return;
  }
  //#endif
  let A = rates_of(own);
  var h = vec4f();
  if (exists && dims.start > 0u) {
    h = vec4f(ends[own.place], ends[own.place + 1u], ends[own.place + 2u], ends[own.place + 3u]);
  }
  let begin = group.z * dims.L + group.y * dims.segment;
  let steps = min(dims.segment, dims.L - group.y * dims.segment);
  let stop = min(dims.stop, steps);
  for (var done = min(dims.start, steps); done < stop; done += TIME) {
    let count = min(TIME, stop - done);
    //#if FORWARD
    let row = begin + done;
    load_projected(row, count, 0u, QUADS, local);
    //#else
    let row = begin + steps - done - count;
    load_projected(row, count, QUADS, QUADS, local);
    //#endif
    load_tokens(row, group.x * CHANNELS, count, local);
    workgroupBarrier();
    for (var turn = 0u; turn < count; turn++) {
      //#if FORWARD
      let token = tokens[turn * CHANNELS + own.channel];
      h = exp(token.x * A) * h + token.y * projected[2u * turn * QUADS + own.quad];
      total += token.x;
      //#else
      let i = count - 1u - turn;
      let token = tokens[i * CHANNELS + own.channel];
      h = exp(token.x * A) * (projected[(2u * i + 1u) * QUADS + own.quad] * token.y + h);
      //#endif
    }
    workgroupBarrier();
  }
  if (exists) {
    //#unroll
    for (var k = 0u; k < 4u; k++) {
      ends[own.place + k] = h[k];
    }
  }
  //#if FORWARD
  if (sums_steps) { totals[own.place / N] = total; }
  //#endif
}
