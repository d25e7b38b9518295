const P: u32 = 8u;       // points of a row: a power of two from 8 to 512
const PASSES: u32 = 1u;  // log8 P, rounded up
const TAIL: u32 = 8u;    // P / 8^(PASSES - 1): 2, 4, or 8
const ROOTS: u32 = 8u;   // points of the whole transform
const EIGHTH: f32 = 0.7071067812;  // √½

// FFT of a row of P points by one invocation, without barriers; neighbours take neighbouring channels. It is by decimation in
// frequency. A pass takes three radix-2 stages at once, on eight points at equal distances; the last pass takes 1, 2, or 3
// stages. Needs complex and the table `roots` of exp(-2πi j / ROOTS).

// Distance of the points of a butterfly in pass i: smaller by a factor of 8 in each pass, 1 in the last.
fn fft_stride(i: u32) -> u32 {
  return select(1u, P >> (3u * (i + 1u)), i + 1u < PASSES);
}

fn fft_stages_of(i: u32) -> u32 {
  return select(firstTrailingBit(TAIL), 3u, i + 1u < PASSES);
}

// Natural order in, bit-reversed order out.
fn fft_row(line: ptr<function, array<vec2f, P>>) {
  for (var i = 0u; i < PASSES; i++) {
    let s = fft_stride(i);
    let stages = fft_stages_of(i);
    for (var j = 0u; j < P / 8u; j++) {
      let low = j % s;
      let first = (j - low) * 8u + low;
      var z0 = (*line)[first];
      var z1 = (*line)[first + s];
      var z2 = (*line)[first + 2u * s];
      var z3 = (*line)[first + 3u * s];
      var z4 = (*line)[first + 4u * s];
      var z5 = (*line)[first + 5u * s];
      var z6 = (*line)[first + 6u * s];
      var z7 = (*line)[first + 7u * s];
      let root = roots[low * (ROOTS / (8u * s))];
      if (stages > 2u) {
        let a = z0 - z4;
        let b = z1 - z5;
        let c = z2 - z6;
        let d = z3 - z7;
        z0 += z4;
        z1 += z5;
        z2 += z6;
        z3 += z7;
        z4 = times(a, root);
        z5 = times(EIGHTH * vec2f(b.x + b.y, b.y - b.x), root);
        z6 = times(vec2f(c.y, -c.x), root);
        z7 = times(EIGHTH * vec2f(d.y - d.x, -d.x - d.y), root);
      }
      let square = times(root, root);
      if (stages > 1u) {
        let a = z0 - z2;
        let b = z1 - z3;
        let c = z4 - z6;
        let d = z5 - z7;
        z0 += z2;
        z1 += z3;
        z4 += z6;
        z5 += z7;
        z2 = times(a, square);
        z3 = times(vec2f(b.y, -b.x), square);
        z6 = times(c, square);
        z7 = times(vec2f(d.y, -d.x), square);
      }
      let fourth = times(square, square);
      let a = z0 - z1;
      let b = z2 - z3;
      let c = z4 - z5;
      let d = z6 - z7;
      z0 += z1;
      z2 += z3;
      z4 += z5;
      z6 += z7;
      z1 = times(a, fourth);
      z3 = times(b, fourth);
      z5 = times(c, fourth);
      z7 = times(d, fourth);
      (*line)[first] = z0;
      (*line)[first + s] = z1;
      (*line)[first + 2u * s] = z2;
      (*line)[first + 3u * s] = z3;
      (*line)[first + 4u * s] = z4;
      (*line)[first + 5u * s] = z5;
      (*line)[first + 6u * s] = z6;
      (*line)[first + 7u * s] = z7;
    }
  }
}

// P times the inverse: bit-reversed order in, natural order out.
fn fft_row_back(line: ptr<function, array<vec2f, P>>) {
  for (var left = PASSES; left > 0u; left--) {
    let i = left - 1u;
    let s = fft_stride(i);
    let stages = fft_stages_of(i);
    for (var j = 0u; j < P / 8u; j++) {
      let low = j % s;
      let first = (j - low) * 8u + low;
      var z0 = (*line)[first];
      var z1 = (*line)[first + s];
      var z2 = (*line)[first + 2u * s];
      var z3 = (*line)[first + 3u * s];
      var z4 = (*line)[first + 4u * s];
      var z5 = (*line)[first + 5u * s];
      var z6 = (*line)[first + 6u * s];
      var z7 = (*line)[first + 7u * s];
      let root = roots[low * (ROOTS / (8u * s))];
      let square = times(root, root);
      let fourth = times(square, square);
      {
        let a = times_conj(z1, fourth);
        let b = times_conj(z3, fourth);
        let c = times_conj(z5, fourth);
        let d = times_conj(z7, fourth);
        z1 = z0 - a;
        z3 = z2 - b;
        z5 = z4 - c;
        z7 = z6 - d;
        z0 += a;
        z2 += b;
        z4 += c;
        z6 += d;
      }
      if (stages > 1u) {
        let a = times_conj(z2, square);
        let b = times_conj(z3, square);
        let c = times_conj(z6, square);
        let d = times_conj(z7, square);
        let ib = vec2f(-b.y, b.x);
        let id = vec2f(-d.y, d.x);
        z2 = z0 - a;
        z3 = z1 - ib;
        z6 = z4 - c;
        z7 = z5 - id;
        z0 += a;
        z1 += ib;
        z4 += c;
        z5 += id;
      }
      if (stages > 2u) {
        let a = times_conj(z4, root);
        let b = times_conj(z5, root);
        let c = times_conj(z6, root);
        let d = times_conj(z7, root);
        let ib = EIGHTH * vec2f(b.x - b.y, b.x + b.y);
        let ic = vec2f(-c.y, c.x);
        let id = EIGHTH * vec2f(-d.x - d.y, d.x - d.y);
        z4 = z0 - a;
        z5 = z1 - ib;
        z6 = z2 - ic;
        z7 = z3 - id;
        z0 += a;
        z1 += ib;
        z2 += ic;
        z3 += id;
      }
      (*line)[first] = z0;
      (*line)[first + s] = z1;
      (*line)[first + 2u * s] = z2;
      (*line)[first + 3u * s] = z3;
      (*line)[first + 4u * s] = z4;
      (*line)[first + 5u * s] = z5;
      (*line)[first + 6u * s] = z6;
      (*line)[first + 7u * s] = z7;
    }
  }
}
