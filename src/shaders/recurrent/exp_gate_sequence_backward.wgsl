// Adjoint of exp_gate_sequence, from the last token to the first. With y = o c / n, and dy of a token with what comes through the
// weight:  dc += dy o / n,  dn -= dy o c / n²,  di = (dc z + dn) i,  df = (dc c' + dn n') f sigmoid(-f),  dz = dc i (1 - z²),
// do = dy c / n o (1 - o), with gates as they act, and c' and n' of the token before, to which dc f and dn f go.
// A workgroup takes a head of a sequence, and an invocation a unit of it. A part that stops early leaves these in `carry`.
//#import exp_weights
@group(0) @binding(1) var<storage, read> weight: array<f32>;       // (D / n, 4n, n)
@group(0) @binding(2) var<storage, read> dy: array<f32>;           // (B, L, D)
@group(0) @binding(3) var<storage, read_write> rows: array<f32>;   // (B·L, 8D): its first 4D columns become gradients
@group(0) @binding(4) var<storage, read_write> carry: array<f32>;  // (B, 3, D): of y, c, n
@group(0) @binding(5) var<storage, read> start_c: array<f32>;      // (B, D), if carried
@group(0) @binding(6) var<storage, read> start_n: array<f32>;      // (B, D), if carried
var<workgroup> pulls: array<vec4f, UNITS>;

@compute @workgroup_size(UNITS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let D = dims.D;
  let d = group.x * UNITS + local;
  let waiting = group.y * 3u * D + d;
  var of_y = 0.0;
  var of_c = 0.0;
  var of_n = 0.0;
  if (dims.start > 0u) {
    of_y = carry[waiting];
    of_c = carry[waiting + D];
    of_n = carry[waiting + 2u * D];
  }
  stage(group.x, local, true);
  for (var left = dims.L - dims.start; left > dims.L - dims.stop; left--) {
    let row = group.y * dims.L + left - 1u;
    let at = row * 8u * D + d;
    let acts = vec4f(rows[at], rows[at + D], rows[at + 2u * D], rows[at + 3u * D]);
    let c = rows[at + 4u * D];
    let n = rows[at + 5u * D];
    var before = vec2f(0.0);
    if (left > 1u) {
      before = vec2f(rows[at - 4u * D], rows[at - 3u * D]);
    } else if (dims.carried != 0u) {
      before = vec2f(start_c[group.y * D + d], start_n[group.y * D + d]);
    }
    let pull = dy[row * D + d] + of_y;
    of_c += pull * acts.w / n;
    of_n -= pull * acts.w * c / (n * n);
    let gradient = vec4f(
      (of_c * acts.z + of_n) * acts.x,
      (of_c * before.x + of_n * before.y) * acts.y * rows[at + 7u * D],
      of_c * acts.x * (1.0 - acts.z * acts.z),
      pull * c / n * acts.w * (1.0 - acts.w),
    );
    of_c *= acts.y;
    of_n *= acts.y;
    rows[at] = gradient.x;
    rows[at + D] = gradient.y;
    rows[at + 2u * D] = gradient.z;
    rows[at + 3u * D] = gradient.w;
    pulls[local] = gradient;
    workgroupBarrier();
    of_y = 0.0;
    for (var unit = 0u; unit < STAGED; unit++) {
      of_y += dot(pulls[unit], staged[unit * UNITS + local]);
    }
    for (var unit = STAGED; unit < UNITS; unit++) {
      of_y += dot(pulls[unit], weights_of(group.x, unit, local));
    }
    workgroupBarrier();
  }
  carry[waiting] = of_y;
  carry[waiting + D] = of_c;
  carry[waiting + 2u * D] = of_n;
}
