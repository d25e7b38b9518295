/** The points of one FFT, real and imaginary parts apart. The FFT of the twins is plain loops in float64. */
export interface ComplexRow {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function emptyRow(P: number): ComplexRow {
  return { re: new Float64Array(P), im: new Float64Array(P) };
}

/** Decimation in frequency: natural order in, bit-reversed order out, exp(-2πi j k / P). */
export function transform({ re, im }: ComplexRow): void {
  const P = re.length;
  for (let h = P / 2; h >= 1; h /= 2) {
    for (let j = 0; j < P; j++) {
      if (j & h) continue;
      const angle = (-Math.PI * (j % h)) / h;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const [dr, di] = [re[j] - re[j + h], im[j] - im[j + h]];
      re[j] += re[j + h];
      im[j] += im[j + h];
      re[j + h] = dr * c - di * s;
      im[j + h] = dr * s + di * c;
    }
  }
}

/** P times the inverse: bit-reversed order in, natural order out. */
export function transformBack({ re, im }: ComplexRow): void {
  const P = re.length;
  for (let h = 1; h < P; h *= 2) {
    for (let j = 0; j < P; j++) {
      if (j & h) continue;
      const angle = (Math.PI * (j % h)) / h;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const [br, bi] = [re[j + h] * c - im[j + h] * s, re[j + h] * s + im[j + h] * c];
      re[j + h] = re[j] - br;
      im[j + h] = im[j] - bi;
      re[j] += br;
      im[j] += bi;
    }
  }
}

/** (cos, sin) of -2π turns. */
export function clockwise(turns: number): readonly [number, number] {
  return [Math.cos(2 * Math.PI * turns), -Math.sin(2 * Math.PI * turns)];
}

/** `place` with its bits in reverse order, among P = 2^bits places. */
export function bitReversed(place: number, P: number): number {
  let reversed = 0;
  for (let bit = 1, other = P / 2; bit < P; bit *= 2, other /= 2) if (place & bit) reversed |= other;
  return reversed;
}
