// FFTs of ROWS rows of P points by a workgroup of THREADS = ROWS P/8, eight points an invocation. Needs complex, fft, the table
// `roots` of exp(-2πi j / ROOTS), and `const`s P, ROWS, THREADS, ROOTS, PASSES,
// and TAIL = 2, 4, or 8, with P = TAIL · 8^(PASSES - 1). One call site of the stages in each, to keep compiling fast.
var<workgroup> line: array<vec2f, 8u * THREADS>;  // (P, ROWS)

fn fft_store(z: ptr<function, array<vec2f, 8>>, first: u32, stride: u32, row: u32) {
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    line[(first + q * stride) * ROWS + row] = (*z)[q];
  }
}

fn fft_load(z: ptr<function, array<vec2f, 8>>, first: u32, stride: u32, row: u32) {
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    (*z)[q] = line[(first + q * stride) * ROWS + row];
  }
}

// Distance of an invocation's points in pass i of a transform: a power of 8 less each pass, 1 in the last.
fn fft_stride(pass_index: u32) -> u32 {
  return select(1u, P >> (3u * (pass_index + 1u)), pass_index + 1u < PASSES);
}

fn fft_stages_of(pass_index: u32) -> u32 {
  return select(firstTrailingBit(TAIL), 3u, pass_index + 1u < PASSES);
}

// In: points `turn` + q P/8, q < 8, turn < P/8. Out: places 8 turn + q of the bit-reversed order.
fn fft_row(z: ptr<function, array<vec2f, 8>>, turn: u32, row: u32) {
  for (var i = 0u; i < PASSES; i++) {
    let s = fft_stride(i);
    let low = turn % s;
    let first = (turn - low) * 8u + low;
    if (i > 0u) {
      workgroupBarrier();
      fft_load(z, first, s, row);
    }
    fft_stages(z, roots[low * (ROOTS / (8u * s))], fft_stages_of(i));
    if (i + 1u < PASSES) {
      fft_store(z, first, s, row);
    }
  }
}

// The inverse, times P: in as `fft_row` leaves, out as it takes.
fn fft_row_back(z: ptr<function, array<vec2f, 8>>, turn: u32, row: u32) {
  for (var left = PASSES; left > 0u; left--) {
    let i = left - 1u;
    let s = fft_stride(i);
    let low = turn % s;
    let first = (turn - low) * 8u + low;
    if (left < PASSES) {
      workgroupBarrier();
      fft_load(z, first, s, row);
    }
    fft_stages_back(z, roots[low * (ROOTS / (8u * s))], fft_stages_of(i));
    if (i > 0u) {
      fft_store(z, first, s, row);
    }
  }
}
