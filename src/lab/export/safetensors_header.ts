import { quoted } from '../../quoted';
import { type FileDType, WIDTHS } from './file_dtype';
import { HEADER_LIMIT, METADATA, SafetensorsError } from './safetensors_format';
import { type Json, JsonError, JsonNumber, scanJson } from './strict_json';

/** A tensor in the header: its bytes in the body are begin..end - 1. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: FileDType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order in which they are written. */
  readonly entries: readonly TensorEntry[];
}

const TENSOR_LIMIT = 10_000;
/** Of a tensor. */
const KEYS: readonly string[] = ['dtype', 'shape', 'data_offsets'];
/** Sizes are 64-bit. The reference refuses a product that overflows, even if a later factor is 0. */
const SIZE_LIMIT = 2n ** 64n;

/** Bytes of the header of a file of `size` bytes that begins with these 8. Throws SafetensorsError. */
export function headerBytes(first: Uint8Array, size: number): number {
  if (size < 8) throw new SafetensorsError('the file is too short to be safetensors');
  const length = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  if (length > BigInt(HEADER_LIMIT))
    throw new SafetensorsError(`the header claims ${length} bytes; at most 1 MiB is read`);
  if (8 + Number(length) > size) throw new SafetensorsError('the header is longer than the file');
  return Number(length);
}

/** Reads the header of a file whose body has `bodyBytes`. `exact`: unknown keys of a tensor are refused. Throws SafetensorsError. */
export function readHeader(bytes: Uint8Array, bodyBytes: number, exact = false): Header {
  const metadata = new Map<string, string>();
  const entries: TensorEntry[] = [];
  for (const [name, value] of parse(bytes)) {
    if (name === METADATA) readMetadata(value, metadata);
    else entries.push(readEntry(name, value, exact));
  }
  if (entries.length > TENSOR_LIMIT) throw new SafetensorsError(`more than ${TENSOR_LIMIT} tensors`);
  requireContiguous(entries, bodyBytes);
  return { metadata, entries };
}

function parse(bytes: Uint8Array): ReadonlyMap<string, Json> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SafetensorsError('the header is not UTF-8');
  }
  if (!text.startsWith('{')) throw new SafetensorsError('the header is not a JSON object: it must begin with {');
  let value: Json;
  try {
    value = scanJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new SafetensorsError(`the header is not JSON: ${error.message}`);
  }
  if (!(value instanceof Map)) throw new SafetensorsError('the header is not a JSON object');
  // The format pads with spaces alone; JSON itself allows more.
  if (!/^ *$/.test(text.slice(text.lastIndexOf('}') + 1))) {
    throw new SafetensorsError('the header is padded with something other than spaces');
  }
  return value;
}

function readMetadata(value: Json, into: Map<string, string>): void {
  if (!(value instanceof Map)) throw new SafetensorsError(`${METADATA} is not an object`);
  for (const [key, text] of value) {
    if (typeof text !== 'string') throw new SafetensorsError(`${METADATA} holds ${quoted(key)}, which is not a string`);
    into.set(key, text);
  }
}

function isDType(value: unknown): value is FileDType {
  return typeof value === 'string' && Object.hasOwn(WIDTHS, value);
}

/** Whole numbers written in digits alone, each below 2^53. Throws SafetensorsError. */
function naturals(name: string, key: string, value: Json | undefined): readonly number[] {
  if (!Array.isArray(value)) throw new SafetensorsError(`${quoted(name)} has a ${key} that is not a list`);
  return value.map((item: Json) => {
    if (!(item instanceof JsonNumber) || !/^\d+$/.test(item.text)) {
      throw new SafetensorsError(`${quoted(name)} has a ${key} that is not whole numbers`);
    }
    const number = Number(item.text);
    if (!Number.isSafeInteger(number))
      throw new SafetensorsError(`${quoted(name)} has ${quoted(item.text)} in its ${key}: too large`);
    return number;
  });
}

function readEntry(name: string, value: Json, exact: boolean): TensorEntry {
  if (!(value instanceof Map)) throw new SafetensorsError(`${quoted(name)} is not an object`);
  const missing = KEYS.find(key => !value.has(key));
  if (missing !== undefined) throw new SafetensorsError(`${quoted(name)} lacks ${missing}`);
  const unknown = exact ? [...value.keys()].find(key => !KEYS.includes(key)) : undefined;
  if (unknown !== undefined) throw new SafetensorsError(`${quoted(name)} has the unknown key ${quoted(unknown)}`);
  const dtype = value.get('dtype');
  if (!isDType(dtype)) {
    const words = typeof dtype === 'string' ? quoted(dtype) : 'that is not a string';
    throw new SafetensorsError(`${quoted(name)} has dtype ${words}; ${Object.keys(WIDTHS).join(', ')} are read`);
  }
  const shape = naturals(name, 'shape', value.get('shape'));
  const offsets = naturals(name, 'data_offsets', value.get('data_offsets'));
  const [begin = 0, end = 0] = offsets;
  if (offsets.length !== 2 || end < begin)
    throw new SafetensorsError(`${quoted(name)} has bad data_offsets [${shown(offsets)}]`);
  const needed = sizeOf(name, shape, WIDTHS[dtype]);
  if (BigInt(end - begin) !== needed) {
    throw new SafetensorsError(`${quoted(name)} has ${end - begin} bytes, its shape [${shown(shape)}] needs ${needed}`);
  }
  return { name, dtype, shape, begin, end };
}

function sizeOf(name: string, shape: readonly number[], width: number): bigint {
  let product = 1n;
  for (const factor of [...shape, width]) {
    product *= BigInt(factor);
    if (product >= SIZE_LIMIT)
      throw new SafetensorsError(`${quoted(name)} has a shape [${shown(shape)}] whose size overflows`);
  }
  return product;
}

/** Offsets must tile the body: no holes, no overlap, nothing behind. */
function requireContiguous(entries: readonly TensorEntry[], bodyBytes: number): void {
  let expected = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== expected) throw new SafetensorsError(`${quoted(name)} begins at byte ${begin}, not at ${expected}`);
    expected = end;
  }
  if (expected !== bodyBytes)
    throw new SafetensorsError(`the file holds ${bodyBytes} bytes of data, its header ${expected}`);
}

function shown(numbers: readonly number[]): string {
  return numbers.length <= 8 ? numbers.join() : `${numbers.slice(0, 8).join()},…`;
}
