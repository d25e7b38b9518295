// For selective_scan_backward: the gradients of u, delta, and z, once every group of states of a workgroup has its part of them.
//#import four_channels
//#import sigmoid
// (TURN, 3, GROUPS, LANES): of four channels C · h, g · B, and the gradient of Δ through its decay, over four states
var<workgroup> pulls: array<vec4f, TURN * 3u * INVOCATIONS>;

// Four channels of a row of drows; zero for those that do not exist.
fn gradients(at: u32, e: u32) -> vec4f {
  let value = vec4f(drows[at], drows[at + 1u], drows[at + 2u], drows[at + 3u]);
  if (WHOLE == 1u) {
    return value;
  }
  return select(vec4f(0.0), value, valid(e));
}

// Writes four channels of a row, or as many as there are.
fn put(at: u32, e: u32, gradient: vec4f, add: bool) {
  var value = gradient;
  if (add) {
    value += gradients(at, e);
  }
  if (WHOLE == 1u || e + 4u <= dims.E) {
    drows[at] = value.x;
    drows[at + 1u] = value.y;
    drows[at + 2u] = value.z;
    drows[at + 3u] = value.w;
  } else {
    for (var q = 0u; e + q < dims.E; q++) {
      drows[at + q] = value[q];
    }
  }
}

// Derivative of Δ = softplus(delta): sigmoid(delta) = 1 - exp(-Δ). By its series for small Δ, where the difference loses digits.
fn slope(delta: vec4f) -> vec4f {
  let series = delta * (1.0 - delta * (0.5 - delta * (1.0 / 6.0 - delta / 24.0)));
  return select(1.0 - exp(-delta), series, delta < vec4f(0.05));
}

// Sums what four channels get at a token over states: see `pulls`.
fn pull_of(token: u32, kind: u32, lane: u32) -> vec4f {
  var sum = vec4f();
  for (var g = 0u; g < GROUPS; g++) {
    sum += pulls[((token * 3u + kind) * GROUPS + g) * LANES + lane];
  }
  return sum;
}

// Stores the gradients of u, delta, and z of `count` tokens before row `after`. `n`: the first state of the workgroup.
fn store_channels(after: u32, first_channel: u32, n: u32, count: u32, local: u32) {
  for (var i = local; i < count * LANES; i += INVOCATIONS) {
    let lane = i % LANES;
    let e = first_channel + 4u * lane;
    if (e < dims.E) {
      let row = after - 1u - i / LANES;
      let base = row * dims.stride + e;
      let gradient = row * dims.d_stride + e;
      let u = channels(base + dims.u, e);
      let delta = channels(base + dims.delta, e);
      var out = pull_of(i / LANES, 0u, lane);
      let into = pull_of(i / LANES, 1u, lane);
      let ddelta = pull_of(i / LANES, 2u, lane);
      let dy = gradients(gradient + dims.dy, e);
      var dout = dy;
      var turn = vec4f(0.0);  // derivative of silu(z), times dy
      if (GATED != 0u) {
        let z = channels(base + dims.z, e);
        let gate = sigmoid4(z);
        dout = dy * z * gate;
        turn = dy * gate * (1.0 + z * (1.0 - gate));
      }
      var du = into * delta;
      if (n == 0u) {
        let skip = skip_of(e);
        out += skip * u;
        du += dout * skip;
      }
      if (GATED != 0u) {
        put(gradient + dims.dz, e, out * turn, n > 0u);
      }
      put(gradient + dims.du, e, du, n > 0u);
      put(gradient + dims.ddelta, e, (ddelta + into * u) * slope(delta), n > 0u);
    }
  }
}

fn skip_of(e: u32) -> vec4f {
  let last = dims.E - 1u;
  return vec4f(D[min(e, last)], D[min(e + 1u, last)], D[min(e + 2u, last)], D[min(e + 3u, last)]);
}
