/** Element types Unroll reads and writes. */
export type DType = 'F32' | 'F64' | 'I32';

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

/** A file that is not valid safetensors; the message says where. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

const HEADER_LIMIT = 1 << 20;
const TENSOR_LIMIT = 10_000;
const WIDTH: Readonly<Record<DType, number>> = { F32: 4, F64: 8, I32: 4 };

/** Parses a file of any origin by the rules of huggingface/safetensors README, "Format". Throws SafetensorsError. */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.byteLength < 8) throw new SafetensorsError('the file is too short to be safetensors');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(HEADER_LIMIT))
    throw new SafetensorsError(`the header claims ${length} bytes; at most 1 MiB is read`);
  const headerBytes = Number(length);
  if (8 + headerBytes > bytes.byteLength) throw new SafetensorsError('the header is longer than the file');
  const entries = parseHeader(bytes.subarray(8, 8 + headerBytes));
  const body = bytes.subarray(8 + headerBytes);
  const metadata = new Map<string, string>();
  const described: { name: string; dtype: DType; shape: number[]; begin: number; end: number }[] = [];
  for (const [name, value] of entries) {
    if (name === '__metadata__') readMetadata(value, metadata);
    else described.push({ name, ...readEntry(name, value) });
  }
  if (described.length > TENSOR_LIMIT) throw new SafetensorsError(`more than ${TENSOR_LIMIT} tensors`);
  requireContiguous(described, body.byteLength);
  const tensors = new Map<string, FileTensor>();
  for (const { name, dtype, shape, begin, end } of described) {
    tensors.set(name, { dtype, shape, data: decode(dtype, new Uint8Array(body.subarray(begin, end)).buffer) });
  }
  return { metadata, tensors };
}

/** The bytes of a file. Tensors keep their order; F64 data is written as given by its dtype. */
export function writeSafetensors(file: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {};
  if (file.metadata.size > 0) header.__metadata__ = Object.fromEntries(file.metadata);
  let offset = 0;
  for (const [name, { dtype, shape, data }] of file.tensors) {
    const end = offset + data.length * WIDTH[dtype];
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
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

function parseHeader(bytes: Uint8Array): [string, unknown][] {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw new SafetensorsError('the header is not UTF-8 JSON');
  }
  if (!text.startsWith('{') || typeof value !== 'object' || value === null) {
    throw new SafetensorsError('the header is not a JSON object');
  }
  const entries = Object.entries(value);
  if (countTopKeys(text) !== entries.length) throw new SafetensorsError('the header names a tensor twice');
  return entries;
}

/** Keys of the outermost object as written, duplicates counted: JSON.parse keeps only the last of them. */
function countTopKeys(text: string): number {
  let depth = 0;
  let keys = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && token.endsWith(':')) keys++;
  }
  return keys;
}

function readMetadata(value: unknown, into: Map<string, string>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SafetensorsError('__metadata__ is not an object');
  }
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw new SafetensorsError(`__metadata__.${key} is not a string`);
    into.set(key, text);
  }
}

function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(WIDTH, value);
}

function isNaturals(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(item => Number.isSafeInteger(item) && item >= 0);
}

function readEntry(name: string, value: unknown): { dtype: DType; shape: number[]; begin: number; end: number } {
  if (
    typeof value !== 'object' ||
    value === null ||
    !('dtype' in value && 'shape' in value && 'data_offsets' in value)
  ) {
    throw new SafetensorsError(`'${name}' lacks dtype, shape, or data_offsets`);
  }
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDType(dtype)) throw new SafetensorsError(`'${name}' has dtype ${String(dtype)}; F32, F64, and I32 are read`);
  if (!isNaturals(shape)) throw new SafetensorsError(`'${name}' has a shape that is not whole numbers`);
  if (!isNaturals(offsets) || offsets.length !== 2) throw new SafetensorsError(`'${name}' has bad data_offsets`);
  const [begin = 0, end = 0] = offsets;
  const elements = shape.reduce((product, extent) => product * extent, 1);
  if (!Number.isSafeInteger(elements) || end - begin !== elements * WIDTH[dtype]) {
    throw new SafetensorsError(
      `'${name}' has ${end - begin} bytes, its shape [${shape}] needs ${elements * WIDTH[dtype]}`,
    );
  }
  return { dtype, shape, begin, end };
}

/** Offsets must tile the body: no holes, no overlap, nothing behind. */
function requireContiguous(entries: readonly { name: string; begin: number; end: number }[], bodyBytes: number): void {
  let expected = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== expected) throw new SafetensorsError(`'${name}' begins at byte ${begin}, not at ${expected}`);
    expected = end;
  }
  if (expected !== bodyBytes)
    throw new SafetensorsError(`the file holds ${bodyBytes} bytes of data, its header ${expected}`);
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
