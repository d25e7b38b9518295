// Where a result is, in floats.
fn place(split: u32, row: u32, column: u32) -> u32 {
  //#if TN
  return (split * dims.rows + row) * dims.columns + column;
  //#else
  return dims.c_offset + row * dims.c_stride + column;
  //#endif
}

fn store_row(split: u32, row: u32, column: u32, value: vec4f) {
  // `&` makes one branch, `&&` would make two.
  if ((row < dims.rows) & (column < dims.columns)) {
    let at = place(split, row, column) / WIDTH;
    //#if VEC4
    //#if NT
    if (column + 4u <= dims.columns) {
      c[at] = value;
    } else {
      c[at].x = value.x;
      if (column + 1u < dims.columns) { c[at].y = value.y; }
      if (column + 2u < dims.columns) { c[at].z = value.z; }
    }
    //#else
    c[at] = value;
    //#endif
    //#else
    c[at] = value.x;
    if (column + 1u < dims.columns) { c[at + 1u] = value.y; }
    if (column + 2u < dims.columns) { c[at + 2u] = value.z; }
    if (column + 3u < dims.columns) { c[at + 3u] = value.w; }
    //#endif
  }
}

//#if NT
fn bias4(at: u32) -> vec4f {
  //#if VEC4
  return bias[at];
  //#else
  return vec4f(bias[at], bias[at + 1u], bias[at + 2u], bias[at + 3u]);
  //#endif
}

// What is added to four columns of the result.
fn added(at: u32) -> vec4f {
  //#if VEC4
  return residual[at];
  //#else
  return vec4f(residual[at], residual[at + 1u], residual[at + 2u], residual[at + 3u]);
  //#endif
}

fn epilogue(row: u32, column: u32, block: mat4x4f) -> mat4x4f {
  var sum = block;
  if (dims.has_bias != 0u) {
    let shift = bias4(column / WIDTH);
    sum += mat4x4f(shift, shift, shift, shift);
  }
  if (dims.has_residual != 0u) {
    let at = (row * dims.columns + column) / WIDTH;
    let step = dims.columns / WIDTH;
    sum += mat4x4f(added(at), added(at + step), added(at + 2u * step), added(at + 3u * step));
  }
  return sum;
}
//#endif
//#if NN
// What is added to four columns of the result: what c has there.
fn added(at: u32) -> vec4f {
  //#if VEC4
  return c[at];
  //#else
  return vec4f(c[at], c[at + 1u], c[at + 2u], c[at + 3u]);
  //#endif
}

fn epilogue(row: u32, column: u32, block: mat4x4f) -> mat4x4f {
  let at = place(0u, row, column) / WIDTH;
  let step = dims.c_stride / WIDTH;
  return block + mat4x4f(added(at), added(at + step), added(at + 2u * step), added(at + 3u * step));
}
//#endif

fn store_block(split: u32, row: u32, column: u32, block: mat4x4f) {
  var sum = block;
  //#if NT
  if ((dims.has_bias | dims.has_residual) != 0u) { sum = epilogue(row, column, block); }
  //#endif
  //#if NN
  if ((dims.accumulate & 1u) != 0u || dims.start > 0u) { sum = epilogue(row, column, block); }
  //#endif
  store_row(split, row, column, sum[0]);
  store_row(split, row + 1u, column, sum[1]);
  store_row(split, row + 2u, column, sum[2]);
  store_row(split, row + 3u, column, sum[3]);
}
//#if TN

fn store_bias(split: u32, row: u32, value: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    if (row + i < dims.rows) { bias[split * dims.rows + row + i] = value[i]; }
  }
}
//#endif
