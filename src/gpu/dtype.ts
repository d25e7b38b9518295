import { halfOf, valueOfHalf } from './float16';

/** Bytes of an element. Tokens, targets, and cursors are i32; f64 is what the CPU twins hold floats as. */
export const BYTES = { f32: 4, i32: 4, f16: 2, f64: 8 } as const;

export type DType = keyof typeof BYTES;

/** What the host sends and gets: i32 as Int32Array, f16 as the Float32Array of the same numbers. */
export type HostArray = Float32Array | Float64Array | Int32Array;

const ARRAYS = { f32: Float32Array, i32: Int32Array, f16: Uint16Array, f64: Float64Array } as const;

/** Numbers as they lie in memory and in files. f16 and f32 are rounded to the nearest. */
export function encode(dtype: DType, values: HostArray): HostArray | Uint16Array {
  if (values instanceof ARRAYS[dtype]) return values;
  return dtype === 'f16' ? Uint16Array.from(values, halfOf) : ARRAYS[dtype].from(values);
}

/** The numbers that bytes stand for, exactly. */
export function decode(dtype: DType, bytes: ArrayBuffer): HostArray {
  return dtype === 'f16' ? halves(new Uint16Array(bytes)) : new ARRAYS[dtype](bytes);
}

let halfValues: Float32Array | undefined;

/** By a table, because a file has millions of them. */
function halves(bits: Uint16Array): Float32Array {
  halfValues ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => valueOfHalf(half));
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = halfValues[bits[i] ?? 0] ?? Number.NaN;
  return values;
}
