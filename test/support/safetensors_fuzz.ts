import fc from 'fast-check';
import { expect } from 'vitest';
import type { HostArray } from '../../src/gpu/dtype';
import { halfOf } from '../../src/gpu/float16';
import type { FileDType } from '../../src/lab/export/file_dtype';
import { readSafetensors, writeSafetensors } from '../../src/lab/export/safetensors';
import { SafetensorsError } from '../../src/lab/export/safetensors_format';
import { bytesOf, mutations, partsOf, type ValidFile, validFile } from './safetensors_cases';
import { oracle } from './safetensors_oracle';

/** Fails if the reader errs. Of the cases, half are valid files and mutations of such, half have bytes changed at random. */
export function fuzzSafetensors(cases: number, seed: number): void {
  const quarter = Math.ceil(cases / 4);
  const options = { numRuns: quarter, seed };
  fc.assert(fc.property(validFile, isReadWhole), options);
  const kinds = Object.values(mutations);
  fc.assert(
    fc.property(validFile, fc.nat(kinds.length - 1), fc.nat(), (file, kind, pick) => {
      const bytes = kinds[kind]?.(file, pick);
      if (bytes) expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
    }),
    options,
  );
  const change = fc.record({
    at: fc.nat(),
    by: fc.constantFrom(...'{}[]:,"\\0123456789.eE+-_au \n\t\0\u00ff\ufeff'),
    how: fc.constantFrom('replace', 'insert', 'remove'),
  });
  fc.assert(
    fc.property(validFile, fc.array(change, { minLength: 1, maxLength: 3 }), (file, changes) => {
      agrees(changes.reduce(changed, bytesOf(partsOf(file))));
    }),
    options,
  );
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), framed), agrees), options);
}

/** Files with any JSON as header. */
const framed = fc.tuple(fc.json({ maxDepth: 3 }), fc.nat(16)).map(([json, body]) => {
  const header = new TextEncoder().encode(json);
  const bytes = new Uint8Array(8 + header.length + body);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
});

interface Change {
  readonly at: number;
  readonly by: string;
  readonly how: string;
}

/** Changes one place of a header. Corrects the length in front, so that the reader comes to the rules of the header. */
function changed(bytes: Uint8Array, { at, by, how }: Change): Uint8Array {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const place = 8 + (at % (length + 1));
  const put = how === 'remove' ? [] : [...new TextEncoder().encode(by)];
  const taken = how === 'insert' || place >= 8 + length ? 0 : 1;
  const made = Uint8Array.from([...bytes.subarray(0, place), ...put, ...bytes.subarray(place + taken)]);
  new DataView(made.buffer).setBigUint64(0, BigInt(length + put.length - taken), true);
  return made;
}

/** Fails unless a valid file is read as it was written, also after our writer has written it again. */
function isReadWhole(file: ValidFile): void {
  const read = readSafetensors(bytesOf(partsOf(file)));
  expect([...read.metadata].sort()).toEqual([...(file.metadata ?? [])].sort());
  expect(read.tensors.size).toBe(file.tensors.length);
  for (const { name, dtype, shape, bytes } of file.tensors) {
    const { data, ...rest } = read.tensors.get(name) ?? { data: new Float32Array() };
    expect(rest).toEqual({ dtype, shape });
    expect(bytesAs(dtype, data)).toEqual(bytes);
    // Not a view of something larger: a small tensor must not keep a large file in memory or show more of it.
    expect(data.buffer.byteLength).toBe(dtype === 'F16' || dtype === 'BF16' ? 2 * bytes.length : bytes.length);
  }
  const again = readSafetensors(writeSafetensors(read));
  expect([...again.metadata]).toEqual([...read.metadata]);
  expect([...again.tensors.keys()]).toEqual([...read.tensors.keys()]);
  for (const { name, dtype, bytes } of file.tensors) {
    expect(bytesAs(dtype, again.tensors.get(name)?.data ?? new Float32Array(1))).toEqual(bytes);
  }
}

/** The bytes of numbers in a file. */
function bytesAs(dtype: FileDType, data: HostArray): Uint8Array {
  if (dtype === 'F16') return new Uint8Array(Uint16Array.from(data, halfOf).buffer);
  // A bf16 is the upper half of the float32 that was read.
  if (dtype === 'BF16')
    return new Uint8Array(Uint16Array.from(new Uint32Array(data.buffer), bits => bits >>> 16).buffer);
  return new Uint8Array(data.buffer);
}

/** Fails unless the reader accepts a file exactly if the oracle does, and throws nothing but SafetensorsError. */
function agrees(bytes: Uint8Array): void {
  let read = true;
  try {
    readSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    read = false;
  }
  expect(read).toBe(oracle(bytes));
}
