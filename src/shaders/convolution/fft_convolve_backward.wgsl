// Adjoint of fft_convolve: correlations. A correlation is a causal convolution of rows that are read from the end:
//   dx (+)= dy reversed * K, reversed;   dkernel[copy] = Σ over the copy's sequences of (dy reversed * x), reversed.
// An invocation keeps the spectrum of the sum while it goes through the sequences of its copy.
//#import complex
//#import fft_row
//#import fft_column
//#import fft_input
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;    // (2, ROOTS): roots of unity, weights
@group(0) @binding(2) var<storage, read> filters: array<vec2f>;  // (M, P, D), P bit-reversed
@group(0) @binding(3) var<storage, read> x: array<f32>;          // (B, L, D); if SPLIT complex (B, M, P, D)
@group(0) @binding(4) var<storage, read> dy: array<f32>;         // as x; if SPLIT, the blocks of dy reversed
@group(0) @binding(5) var<storage, read_write> dx: array<f32>;   // as x; if SPLIT, the blocks of dx reversed, never added to
@group(0) @binding(6) var<storage, read_write> dkernel: array<f32>;  // (copies, L, D); if SPLIT complex (copies, M, P, D)

//#each 32
fn each(i: u32) {
  let add = (dims.accumulate & 1u) != 0u;
  let L = dims.L;
  let copy = column_of(i);  // of (copies, M, D)
  if (copy.b >= dims.copies) {
    return;
  }
  let span = (dims.B + dims.copies - 1u) / dims.copies;
  let begin = copy.b * span;
  let end = min(dims.B, begin + span);
  var line: array<vec2f, P>;
  var from_dy: array<vec2f, P>;
  var sum: array<vec2f, P>;
  // Even turns take a sequence's dy, odd ones its x. So the shader calls each transform at one place, which compiles faster.
  for (var turn = 2u * begin; turn < 2u * end; turn++) {
    let b = turn / 2u;
    let column = Column(b, copy.m, copy.d);
    let is_dy = turn % 2u == 0u;
    for (var t = 0u; t < P; t++) {
      line[t] = vec2f(0.0);
      if (!is_dy) {
        line[t] = input_point(column, t);
      } else if (SPLIT != 0u) {
        let at = 2u * point(column, t);
        line[t] = vec2f(dy[at], dy[at + 1u]);
      } else if (t < L) {
        line[t] = roots[ROOTS + t] * dy[token(column, L - 1u - t)];
      }
    }
    fft_row(&line);
    if (is_dy) {
      for (var p = 0u; p < P; p++) {
        from_dy[p] = line[p];
        line[p] = times(line[p], filters[(copy.m * P + p) * dims.D + copy.d]);
      }
    } else {
      for (var p = 0u; p < P; p++) {
        let value = sum[p] + times(line[p], from_dy[p]) / f32(ROOTS);
        sum[p] = value;
        line[p] = value;
      }
      if (b + 1u < end) {
        continue;
      }
    }
    fft_row_back(&line);
    for (var t = 0u; t < P; t++) {
      if (SPLIT != 0u) {
        if (is_dy) {
          let at = 2u * point(column, t);
          dx[at] = line[t].x;
          dx[at + 1u] = line[t].y;
        } else {
          let at = 2u * point(copy, t);
          dkernel[at] = line[t].x;
          dkernel[at + 1u] = line[t].y;
        }
      } else if (t < L) {
        var value = dot(line[t], roots[ROOTS + t]);
        let back = L - 1u - t;
        if (is_dy) {
          let at = token(column, back);
          if (add) {
            value += dx[at];
          }
          dx[at] = value;
        } else {
          dkernel[token(copy, back)] = value;
        }
      }
    }
  }
}
