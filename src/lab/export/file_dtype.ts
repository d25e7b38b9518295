import { type DType, decode, encode, type HostArray } from '../../gpu/dtype';

/** Bytes of an element, by the dtypes that are read and written, under the names that files have for them. */
export const WIDTHS = { F16: 2, BF16: 2, F32: 4, F64: 8, I32: 4 } as const;

export type FileDType = keyof typeof WIDTHS;

const DEVICE: Readonly<Record<Exclude<FileDType, 'BF16'>, DType>> = { F16: 'f16', F32: 'f32', F64: 'f64', I32: 'i32' };

/** The numbers that little-endian bytes stand for, exactly: F16, BF16, and F32 as Float32Array, which may share the bytes' memory. */
export function decodeFile(dtype: FileDType, bytes: ArrayBuffer): HostArray {
  return dtype === 'BF16' ? brains(new Uint16Array(bytes)) : decode(DEVICE[dtype], bytes);
}

/** Numbers as they lie in a file. F16 and BF16 are rounded to the nearest, ties to even. */
export function encodeFile(dtype: FileDType, values: HostArray): HostArray | Uint16Array {
  return dtype === 'BF16' ? Uint16Array.from(values, brainOf) : encode(DEVICE[dtype], values);
}

/** A bf16 is the upper half of a float32. */
function brains(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = (bits[i] ?? 0) << 16;
  return new Float32Array(wide.buffer);
}

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

function brainOf(value: number): number {
  float[0] = value;
  const [bits = 0] = floatBits;
  if (Number.isNaN(value)) return 0x7fc0;
  // Half of the last place that stays, less one unit if that place is even; a carry goes into the exponent.
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}
