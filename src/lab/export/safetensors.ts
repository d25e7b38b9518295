import type { HostArray } from '../../gpu/dtype';
import { sizeOf } from '../../gpu/tensor';
import { quoted } from '../../quoted';
import { decodeFile, encodeFile, type FileDType } from './file_dtype';
import { HEADER_LIMIT, METADATA, SafetensorsError } from './safetensors_format';
import { headerBytes, readHeader } from './safetensors_header';

/** One tensor of a file, row-major. */
export interface FileTensor {
  readonly dtype: FileDType;
  readonly shape: readonly number[];
  /** Exactly the numbers of the file: F16, BF16, and F32 as Float32Array, F64 as Float64Array, I32 as Int32Array. */
  readonly data: HostArray;
}

export interface SafetensorsFile {
  readonly metadata: ReadonlyMap<string, string>;
  /** In file order. */
  readonly tensors: ReadonlyMap<string, FileTensor>;
}

/**
 * Parses a file from outside by the rules of huggingface/safetensors README, "Format". Like the reference, it ignores keys of a
 * tensor beyond dtype, shape, and data_offsets, unless it is to be `exact`. Headers have at most 1 MiB. Throws SafetensorsError and
 * nothing else.
 */
export function readSafetensors(bytes: Uint8Array, exact = false): SafetensorsFile {
  const length = headerBytes(bytes, bytes.byteLength);
  const body = bytes.subarray(8 + length);
  const { metadata, entries } = readHeader(bytes.subarray(8, 8 + length), body.byteLength, exact);
  const tensors = new Map<string, FileTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, { dtype, shape, data: decodeFile(dtype, new Uint8Array(body.subarray(begin, end)).buffer) });
  }
  return { metadata, tensors };
}

/**
 * The bytes of a file. Tensors keep their order; F16 and BF16 are rounded to the nearest. Throws SafetensorsError for what could not
 * be read again: a name or a text that is not Unicode, data that do not fill their shape, a header that is too long.
 */
export function writeSafetensors(file: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const members: string[] = [];
  if (file.metadata.size > 0) {
    const texts = Array.from(file.metadata, ([key, text]) => `${quote(key)}:${quote(text)}`);
    members.push(`"${METADATA}":{${texts.join(',')}}`);
  }
  const parts: ArrayBufferView[] = [];
  let offset = 0;
  for (const [name, { dtype, shape, data }] of file.tensors) {
    const read = decodeFile(dtype, new ArrayBuffer(0));
    if (name === METADATA || data.length !== sizeOf(shape) || data.constructor !== read.constructor) {
      throw new SafetensorsError(`${quoted(name)} cannot be written as ${dtype} [${shape}]`);
    }
    const part = encodeFile(dtype, data);
    parts.push(part);
    const end = offset + part.byteLength;
    members.push(`${quote(name)}:${JSON.stringify({ dtype, shape, data_offsets: [offset, end] })}`);
    offset = end;
  }
  const text = new TextEncoder().encode(`{${members.join(',')}}`);
  const padded = Math.ceil(text.length / 8) * 8;
  if (padded > HEADER_LIMIT) throw new SafetensorsError(`the header has ${padded} bytes; at most 1 MiB is written`);
  const bytes = new Uint8Array(8 + padded + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, 8, 8 + padded);
  bytes.set(text, 8);
  let at = 8 + padded;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

function quote(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new SafetensorsError('half a surrogate pair cannot be written');
  return JSON.stringify(text);
}
