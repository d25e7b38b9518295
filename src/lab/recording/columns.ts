/** values[:, first : first + length] of values (B, L). */
export function columns(values: Int32Array, B: number, L: number, first: number, length: number): Int32Array {
  const part = new Int32Array(B * length);
  for (let b = 0; b < B; b++) part.set(values.subarray(b * L + first, b * L + first + length), b * length);
  return part;
}
