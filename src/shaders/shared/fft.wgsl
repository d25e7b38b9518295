// Radix-2 stages of an FFT, three at a time, on eight numbers that are a power of two s apart: decimation in frequency, so
// that natural order goes in and bit-reversed order comes out, each number in its own place. Needs complex.
// `root` is exp(-2πi o / 8s), o the first number's place modulo s. `stages` < 3: only the last of the three.
const EIGHTH: f32 = 0.7071067812;

fn fft_stages(z: ptr<function, array<vec2f, 8>>, root: vec2f, stages: u32) {
  if (stages > 2u) {
    let a = (*z)[0] - (*z)[4];
    let b = (*z)[1] - (*z)[5];
    let c = (*z)[2] - (*z)[6];
    let d = (*z)[3] - (*z)[7];
    (*z)[0] += (*z)[4];
    (*z)[1] += (*z)[5];
    (*z)[2] += (*z)[6];
    (*z)[3] += (*z)[7];
    (*z)[4] = times(a, root);
    (*z)[5] = times(EIGHTH * vec2f(b.x + b.y, b.y - b.x), root);
    (*z)[6] = times(vec2f(c.y, -c.x), root);
    (*z)[7] = times(EIGHTH * vec2f(d.y - d.x, -d.x - d.y), root);
  }
  let square = times(root, root);
  if (stages > 1u) {
    let a = (*z)[0] - (*z)[2];
    let b = (*z)[1] - (*z)[3];
    let c = (*z)[4] - (*z)[6];
    let d = (*z)[5] - (*z)[7];
    (*z)[0] += (*z)[2];
    (*z)[1] += (*z)[3];
    (*z)[4] += (*z)[6];
    (*z)[5] += (*z)[7];
    (*z)[2] = times(a, square);
    (*z)[3] = times(vec2f(b.y, -b.x), square);
    (*z)[6] = times(c, square);
    (*z)[7] = times(vec2f(d.y, -d.x), square);
  }
  let fourth = times(square, square);
  let a = (*z)[0] - (*z)[1];
  let b = (*z)[2] - (*z)[3];
  let c = (*z)[4] - (*z)[5];
  let d = (*z)[6] - (*z)[7];
  (*z)[0] += (*z)[1];
  (*z)[2] += (*z)[3];
  (*z)[4] += (*z)[5];
  (*z)[6] += (*z)[7];
  (*z)[1] = times(a, fourth);
  (*z)[3] = times(b, fourth);
  (*z)[5] = times(c, fourth);
  (*z)[7] = times(d, fourth);
}

// The same backward: bit-reversed order in, natural out, 2^stages times the numbers.
fn fft_stages_back(z: ptr<function, array<vec2f, 8>>, root: vec2f, stages: u32) {
  let square = times(root, root);
  let fourth = times(square, square);
  {
    let a = times_conj((*z)[1], fourth);
    let b = times_conj((*z)[3], fourth);
    let c = times_conj((*z)[5], fourth);
    let d = times_conj((*z)[7], fourth);
    (*z)[1] = (*z)[0] - a;
    (*z)[3] = (*z)[2] - b;
    (*z)[5] = (*z)[4] - c;
    (*z)[7] = (*z)[6] - d;
    (*z)[0] += a;
    (*z)[2] += b;
    (*z)[4] += c;
    (*z)[6] += d;
  }
  if (stages > 1u) {
    let a = times_conj((*z)[2], square);
    let b = times_conj((*z)[3], square);
    let c = times_conj((*z)[6], square);
    let d = times_conj((*z)[7], square);
    let ib = vec2f(-b.y, b.x);
    let id = vec2f(-d.y, d.x);
    (*z)[2] = (*z)[0] - a;
    (*z)[3] = (*z)[1] - ib;
    (*z)[6] = (*z)[4] - c;
    (*z)[7] = (*z)[5] - id;
    (*z)[0] += a;
    (*z)[1] += ib;
    (*z)[4] += c;
    (*z)[5] += id;
  }
  if (stages > 2u) {
    let a = times_conj((*z)[4], root);
    let b = times_conj((*z)[5], root);
    let c = times_conj((*z)[6], root);
    let d = times_conj((*z)[7], root);
    let ib = EIGHTH * vec2f(b.x - b.y, b.x + b.y);
    let ic = vec2f(-c.y, c.x);
    let id = EIGHTH * vec2f(-d.x - d.y, d.x - d.y);
    (*z)[4] = (*z)[0] - a;
    (*z)[5] = (*z)[1] - ib;
    (*z)[6] = (*z)[2] - ic;
    (*z)[7] = (*z)[3] - id;
    (*z)[0] += a;
    (*z)[1] += ib;
    (*z)[2] += ic;
    (*z)[3] += id;
  }
}
