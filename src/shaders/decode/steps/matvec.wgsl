// An invocation takes four rows at a time, or one when at most one is left for each invocation.
fn matvec(local: u32, x: u32, K: u32, weight: u32, rows: u32, bias: i32, y: u32, adds: u32) {
  let last = rows - 1u;
  let quads = K / 4u;
  let whole = K % 4u == 0u;
  var first = 0u;
  while (first + GROUP < rows) {
    let row = first + local;
    let chosen = min(vec4u(row, row + GROUP, row + 2u * GROUP, row + 3u * GROUP), vec4u(last));
    var sums = vec4f();
    if (whole) {
      let base = weight / 4u + chosen * quads;
      var s0 = vec4f();
      var s1 = vec4f();
      var s2 = vec4f();
      var s3 = vec4f();
      for (var k = 0u; k < quads; k++) {
        let v = four(x + 4u * k);
        s0 += parameter_quads[base.x + k] * v;
        s1 += parameter_quads[base.y + k] * v;
        s2 += parameter_quads[base.z + k] * v;
        s3 += parameter_quads[base.w + k] * v;
      }
      sums = vec4f(1.0) * mat4x4f(s0, s1, s2, s3);
    } else {
      let base = weight + chosen * K;
      for (var k = 0u; k < K; k++) {
        let column = vec4f(parameters[base.x + k], parameters[base.y + k], parameters[base.z + k], parameters[base.w + k]);
        sums += workspace[x + k] * column;
      }
    }
    //#unroll
    for (var i = 0u; i < 4u; i++) {
      put_row(row + i * GROUP, sums[i], rows, bias, y, adds);
    }
    first += 4u * GROUP;
  }
  if (first < rows) {
    let row = min(first + local, last);
    var sum = 0.0;
    if (whole) {
      let base = weight / 4u + row * quads;
      var parts = vec4f();
      for (var k = 0u; k < quads; k++) {
        parts += parameter_quads[base + k] * four(x + 4u * k);
      }
      sum = dot(parts, vec4f(1.0));
    } else {
      for (var k = 0u; k < K; k++) {
        sum += workspace[x + k] * parameters[weight + row * K + k];
      }
    }
    put_row(first + local, sum, rows, bias, y, adds);
  }
}

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
