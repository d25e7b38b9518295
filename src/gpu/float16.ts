/** The bits of the nearest f16, ties to even; beyond 65520 infinity. */
export function halfOf(value: number): number {
  const sign = Object.is(Math.sign(value), -0) || value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const units = size / 2 ** (exponent - 10);
  const whole = Math.floor(units);
  const up = units - whole > 0.5 || (units - whole === 0.5 && whole % 2 === 1);
  // Below the least normal number there is no leading 1 to leave out; a carry goes into the exponent.
  return sign | (((exponent + 15) << 10) + whole + (up ? 1 : 0) - 1024);
}

/** The number that f16 bits stand for, exactly. */
export function valueOfHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
