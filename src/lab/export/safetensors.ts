import { quoted } from '../../quoted';
import { type DType, METADATA, readHeader, SafetensorsError, WIDTH } from './safetensors_header';

/** One tensor of a file, row-major. */
export interface FileTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

export interface SafetensorsFile {
  readonly metadata: ReadonlyMap<string, string>;
  /** In file order. */
  readonly tensors: ReadonlyMap<string, FileTensor>;
}

const HEADER_LIMIT = 1 << 20;

/**
 * Parses a file of any origin by the rules of huggingface/safetensors README, "Format"; keys of a tensor beyond dtype, shape, and
 * data_offsets are ignored, as the reference does. Headers of at most 1 MiB. Throws SafetensorsError and nothing else.
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.byteLength < 8) throw new SafetensorsError('the file is too short to be safetensors');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(HEADER_LIMIT))
    throw new SafetensorsError(`the header claims ${length} bytes; at most 1 MiB is read`);
  const headerBytes = Number(length);
  if (8 + headerBytes > bytes.byteLength) throw new SafetensorsError('the header is longer than the file');
  const body = bytes.subarray(8 + headerBytes);
  const { metadata, entries } = readHeader(bytes.subarray(8, 8 + headerBytes), body.byteLength);
  const tensors = new Map<string, FileTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, { dtype, shape, data: decode(dtype, new Uint8Array(body.subarray(begin, end)).buffer) });
  }
  return { metadata, tensors };
}

/**
 * The bytes of a file. Tensors keep their order; F64 data is written as given by its dtype. Throws SafetensorsError for what could not
 * be read again: a name or a text that is not Unicode, data that do not fill their shape, a header that is too long.
 */
export function writeSafetensors(file: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const members: string[] = [];
  if (file.metadata.size > 0) {
    const texts = Array.from(file.metadata, ([key, text]) => `${quote(key)}:${quote(text)}`);
    members.push(`"${METADATA}":{${texts.join(',')}}`);
  }
  let offset = 0;
  for (const [name, { dtype, shape, data }] of file.tensors) {
    const elements = shape.reduce((product, extent) => product * extent, 1);
    if (name === METADATA || data.length !== elements || data.BYTES_PER_ELEMENT !== WIDTH[dtype]) {
      throw new SafetensorsError(`${quoted(name)} cannot be written as ${dtype} [${shape}]`);
    }
    const end = offset + data.byteLength;
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
  for (const { data } of file.tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

function quote(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new SafetensorsError('half a surrogate pair cannot be written');
  return JSON.stringify(text);
}

function decode(dtype: DType, buffer: ArrayBuffer): FileTensor['data'] {
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return new Float64Array(buffer);
    case 'I32':
      return new Int32Array(buffer);
    default:
      throw new SafetensorsError(`unknown dtype ${dtype satisfies never}`);
  }
}
