const FOUR = vec4u(0u, 1u, 2u, 3u);

// A block of a has four inner steps of four rows, a block of b four inner steps of four columns.
// a_start and b_start: where a block begins, as load_a and load_b take it.
//#if TN
//#if VEC4
// The last block of rows may be padding in part: it is read but not stored.
fn a_start(row: u32) -> u32 {
  return (dims.a_offset + min(row, (dims.rows - 1u) / 4u * 4u)) / 4u;
}

fn load_a(start: u32, k: u32, limit: u32) -> mat4x4f {
  let step = dims.a_stride / 4u;
  let at = start + k * step;
  return mat4x4f(a[at], a[at + step], a[at + 2u * step], a[at + 3u * step]);
}
//#else
fn a_start(row: u32) -> vec4u {
  return dims.a_offset + min(row + FOUR, vec4u(dims.rows - 1u));
}

fn step_of_a(start: vec4u, k: u32, limit: u32) -> vec4f {
  let at = start + min(k, dims.inner - 1u) * dims.a_stride;
  return select(vec4f(), vec4f(a[at.x], a[at.y], a[at.z], a[at.w]), k < limit);
}

fn load_a(start: vec4u, k: u32, limit: u32) -> mat4x4f {
  return mat4x4f(
    step_of_a(start, k, limit), step_of_a(start, k + 1u, limit),
    step_of_a(start, k + 2u, limit), step_of_a(start, k + 3u, limit),
  );
}
//#endif
//#else
fn a_start(row: u32) -> vec4u {
  return (dims.a_offset + min(row + FOUR, vec4u(dims.rows - 1u)) * dims.a_stride) / WIDTH;
}

fn row_of_a(start: u32, k: u32) -> vec4f {
  //#if VEC4
  return a[start + k / 4u];
  //#else
  let at = start + min(k + FOUR, vec4u(dims.inner - 1u));
  return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]);
  //#endif
}

fn load_a(start: vec4u, k: u32, limit: u32) -> mat4x4f {
  let rows = mat4x4f(row_of_a(start.x, k), row_of_a(start.y, k), row_of_a(start.z, k), row_of_a(start.w, k));
  //#if MASKED
  // From `inner` on, a may have other columns, and loads of b repeat its last step.
  let within = k + FOUR < vec4u(dims.inner);
  return mat4x4f(
    select(vec4f(), rows[0], within), select(vec4f(), rows[1], within),
    select(vec4f(), rows[2], within), select(vec4f(), rows[3], within),
  );
  //#else
  return rows;
  //#endif
}
//#endif

//#if NT
fn b_start(column: u32) -> vec4u {
  return min(column + FOUR, vec4u(dims.columns - 1u)) * dims.inner / WIDTH;
}

fn column_of_b(start: u32, k: u32) -> vec4f {
  //#if VEC4
  return b[start + k / 4u];
  //#else
  let at = start + min(k + FOUR, vec4u(dims.inner - 1u));
  return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]);
  //#endif
}

fn load_b(start: vec4u, k: u32) -> mat4x4f {
  return mat4x4f(column_of_b(start.x, k), column_of_b(start.y, k), column_of_b(start.z, k), column_of_b(start.w, k));
}
//#else
fn b_stride() -> u32 {
  //#if TN
  return dims.b_stride;
  //#else
  return dims.columns;
  //#endif
}

fn b_offset() -> u32 {
  //#if TN
  return dims.b_offset;
  //#else
  return 0u;
  //#endif
}
//#if VEC4
fn b_start(column: u32) -> u32 {
  return (b_offset() + min(column, dims.columns - 4u)) / 4u;
}

fn load_b(start: u32, k: u32) -> mat4x4f {
  let step = b_stride() / 4u;
  let at = start + k * step;
  return mat4x4f(b[at], b[at + step], b[at + 2u * step], b[at + 3u * step]);
}
//#else
fn b_start(column: u32) -> vec4u {
  return b_offset() + min(column + FOUR, vec4u(dims.columns - 1u));
}

fn step_of_b(start: vec4u, k: u32) -> vec4f {
  let at = start + min(k, dims.inner - 1u) * b_stride();
  return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]);
}

fn load_b(start: vec4u, k: u32) -> mat4x4f {
  return mat4x4f(step_of_b(start, k), step_of_b(start, k + 1u), step_of_b(start, k + 2u), step_of_b(start, k + 3u));
}
//#endif
//#endif

// A block of a with a vec4 of inner steps for each row, and one of b with a vec4 of columns for each inner step: b_by_step(b) *
// a_by_row(a) has a vec4 of columns for each row of c.
fn a_by_row(block: mat4x4f) -> mat4x4f {
  //#if TN
  return transpose(block);
  //#else
  return block;
  //#endif
}

fn b_by_step(block: mat4x4f) -> mat4x4f {
  //#if NT
  return transpose(block);
  //#else
  return block;
  //#endif
}
