//#if SUBGROUPS
enable subgroups;
// Four neighbours share rows: they read side by side, and have work where there are fewer rows than invocations.
const SHARE: u32 = 4u;
//#else
const SHARE: u32 = 1u;
//#endif
const STRIDE: u32 = GROUP / SHARE;

// Those that share take four rows at a time, or one when at most one is left for each.
fn matvec(local: u32, x: u32, K: u32, weight: u32, rows: u32, bias: i32, y: u32, adds: u32) {
  let last = rows - 1u;
  let quads = K / 4u;
  let whole = K % 4u == 0u;
  let lane = local % SHARE;
  var first = 0u;
  while (first + STRIDE < rows) {
    let row = first + local / SHARE;
    let chosen = min(row + vec4u(0u, STRIDE, 2u * STRIDE, 3u * STRIDE), vec4u(last));
    var sums = vec4f();
    if (whole) {
      let base = weight / 4u + chosen * quads;
      var s0 = vec4f();
      var s1 = vec4f();
      var s2 = vec4f();
      var s3 = vec4f();
      for (var k = lane; k < quads; k += SHARE) {
        let v = four(x + 4u * k);
        s0 += parameter_quads[base.x + k] * v;
        s1 += parameter_quads[base.y + k] * v;
        s2 += parameter_quads[base.z + k] * v;
        s3 += parameter_quads[base.w + k] * v;
      }
      sums = vec4f(1.0) * mat4x4f(s0, s1, s2, s3);
    } else {
      let base = weight + chosen * K;
      for (var k = lane; k < K; k += SHARE) {
        let column = vec4f(parameters[base.x + k], parameters[base.y + k], parameters[base.z + k], parameters[base.w + k]);
        sums += workspace[x + k] * column;
      }
    }
    //#if SUBGROUPS
    sums = summed(sums);
    put_row(row + lane * STRIDE, sums[lane], rows, bias, y, adds);
    //#else
    //#unroll
    for (var i = 0u; i < 4u; i++) {
      put_row(row + i * STRIDE, sums[i], rows, bias, y, adds);
    }
    //#endif
    first += 4u * STRIDE;
  }
  if (first < rows) {
    let row = first + local / SHARE;
    let chosen = min(row, last);
    var sums = vec4f();
    if (whole) {
      for (var k = lane; k < quads; k += SHARE) {
        sums += parameter_quads[weight / 4u + chosen * quads + k] * four(x + 4u * k);
      }
    } else {
      for (var k = lane; k < K; k += SHARE) {
        sums.x += workspace[x + k] * parameters[weight + chosen * K + k];
      }
    }
    //#if SUBGROUPS
    sums = summed(sums);
    //#endif
    put_row(select(rows, row, lane == 0u), dot(sums, vec4f(1.0)), rows, bias, y, adds);
  }
}

//#if SUBGROUPS
fn summed(own: vec4f) -> vec4f {
  let pair = own + quadSwapX(own);
  return pair + quadSwapY(pair);
}

//#endif
fn four(x: u32) -> vec4f {
  return vec4f(workspace[x], workspace[x + 1u], workspace[x + 2u], workspace[x + 3u]);
}

// There may be fewer rows than invocations.
fn put_row(row: u32, product: f32, rows: u32, bias: i32, y: u32, adds: u32) {
  if (row < rows) {
    var sum = product;
    if (bias >= 0) {
      sum += parameters[u32(bias) + row];
    }
    put(y + row, adds, sum);
  }
}
