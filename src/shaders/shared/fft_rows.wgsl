// FFTs of ROWS rows of P points by a workgroup of THREADS = ROWS P/8, eight points an invocation. Needs complex, fft, the table
// `roots` of exp(-2πi j / ROOTS), and `const`s P, ROWS, THREADS, ROOTS, and TAIL = 2, 4, or 8, which is P over a power of 8.
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

fn fft_tail_stages() -> u32 {
  return firstTrailingBit(TAIL);
}

// In: points `turn` + q P/8, q < 8, turn < P/8. Out: places 8 turn + q of the bit-reversed order.
fn fft_row(z: ptr<function, array<vec2f, 8>>, turn: u32, row: u32) {
  if (P > 8u) {
    fft_stages(z, roots[turn * (ROOTS / P)], 3u);
    fft_store(z, turn, P / 8u, row);
    workgroupBarrier();
    for (var s = P / 64u; s >= TAIL; s /= 8u) {
      let low = turn % s;
      let first = (turn - low) * 8u + low;
      fft_load(z, first, s, row);
      fft_stages(z, roots[low * (ROOTS / (8u * s))], 3u);
      fft_store(z, first, s, row);
      workgroupBarrier();
    }
    fft_load(z, 8u * turn, 1u, row);
  }
  fft_stages(z, vec2f(1.0, 0.0), fft_tail_stages());
}

// The inverse, times P: in as `fft_row` leaves, out as it takes.
fn fft_row_back(z: ptr<function, array<vec2f, 8>>, turn: u32, row: u32) {
  fft_stages_back(z, vec2f(1.0, 0.0), fft_tail_stages());
  if (P > 8u) {
    fft_store(z, 8u * turn, 1u, row);
    workgroupBarrier();
    for (var s = TAIL; s <= P / 64u; s *= 8u) {
      let low = turn % s;
      let first = (turn - low) * 8u + low;
      fft_load(z, first, s, row);
      fft_stages_back(z, roots[low * (ROOTS / (8u * s))], 3u);
      fft_store(z, first, s, row);
      workgroupBarrier();
    }
    fft_load(z, turn, P / 8u, row);
    fft_stages_back(z, roots[turn * (ROOTS / P)], 3u);
  }
}
