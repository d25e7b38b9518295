import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfOf, valueOfHalf } from '../../../src/gpu/float16';
import { CheckpointError, readCheckpoint, writeCheckpoint } from '../../../src/lab/export/checkpoint';
import { type FileTensor, readSafetensors, writeSafetensors } from '../../../src/lab/export/safetensors';
import { SafetensorsError } from '../../../src/lab/export/safetensors_format';
import { defineModel } from '../../../src/models/model';
import { initialWeights } from '../../support/initial_weights';
import { mutations, type ValidFile, validFile } from '../../support/safetensors_cases';
import { fuzzSafetensors } from '../../support/safetensors_fuzz';

const folder = new URL('../../golden/training/', import.meta.url);
const reference = readdirSync(folder).filter(name => name.endsWith('.safetensors'));

/** A file with this header text and as many zero bytes of data. */
function fileOf(header: string, bytes: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + bytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const one = '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';

describe('safetensors', () => {
  it.each(reference)('%s survives reading and writing', name => {
    const file = readSafetensors(readFileSync(new URL(name, folder)));
    expect(readSafetensors(writeSafetensors(file))).toEqual(file);
    expect(file.tensors.size).toBeGreaterThan(1);
  });

  it.each([
    ['an empty file', new Uint8Array(3), /too short/],
    ['a header longer than the file', fileOf('{}', 0).fill(200, 0, 1), /longer/],
    ['a huge header', fileOf('{}', 0).fill(255, 0, 8), /1 MiB/],
    ['no JSON', fileOf('{"a":', 0), /JSON/],
    ['no object', fileOf('[1]', 0), /object/],
    ['a name twice', fileOf(`{${one},${one}}`, 4), /twice/],
    ['an escaped name twice', fileOf(`{${one},${one.replace('"a"', '"\\u0061"')}}`, 4), /twice/],
    ['a hole', fileOf('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8), /begins/],
    ['an overlap', fileOf(`{${one},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4), /begins/],
    ['data behind the last tensor', fileOf(`{${one}}`, 8), /holds 8/],
    ['data missing', fileOf(`{${one}}`, 0), /holds 0/],
    ['a shape that does not fit', fileOf('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4), /shape/],
    [
      'a shape that wraps',
      fileOf('{"a":{"dtype":"F32","shape":[4194305,4194305,211106198978564],"data_offsets":[0,16]}}', 16),
      /shape/,
    ],
    ['a negative shape', fileOf('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 4), /whole numbers/],
    ['an unknown dtype', fileOf('{"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}', 4), /Q4/],
    ['metadata that is not text', fileOf(`{"__metadata__":{"x":1},${one}}`, 4), /not a string/],
  ])('refuses %s, and says why', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('reads scalars, empty tensors, and a padded header', () => {
    const header =
      '{"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"e":{"dtype":"I32","shape":[0,3],"data_offsets":[4,4]}}   ';
    const { tensors } = readSafetensors(fileOf(header, 4));
    expect(tensors.get('s')?.data.length).toBe(1);
    expect(tensors.get('e')?.data.length).toBe(0);
  });

  it.each(Object.entries(mutations))('%s is refused, whatever the file', (_, mutate) => {
    let tried = 0;
    const refused = (file: ValidFile, pick: number): void => {
      const bytes = mutate(file, pick);
      if (!bytes) return;
      tried++;
      expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
    };
    fc.assert(fc.property(validFile, fc.nat(), refused), { numRuns: 20, seed: 1 });
    expect(tried).toBeGreaterThan(0);
  });

  it('accepts the same of 5,000 files as an oracle, and throws nothing but SafetensorsError', () => {
    fuzzSafetensors(5000, 1);
  });

  it('needs time and memory for the bytes in the file, not for those that it claims', () => {
    const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(() => readSafetensors(fileOf(deep, 0))).toThrow(/deep/);
    const long = `{"a":{"dtype":"F32","shape":[${'9'.repeat(200_000)}],"data_offsets":[0,4]}}`;
    expect(() => readSafetensors(fileOf(long, 4))).toThrow(/too large/);
    const crowded = Array.from({ length: 10_001 }, (_, i) => `"${i}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`);
    expect(() => readSafetensors(fileOf(`{${crowded}}`, 0))).toThrow(/10000 tensors/);
  });

  it('names what it refuses in one short line', () => {
    const name = `${'\\u001b[31m\\n'}${'W'.repeat(10_000)}`;
    const header = `{"${name}":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`;
    const said = (): string => {
      try {
        readSafetensors(fileOf(header, 4));
        return '';
      } catch (error) {
        return String(error);
      }
    };
    expect(said()).toMatch(/u\{1b\}/);
    expect(said()).not.toMatch(/\p{C}/u);
    expect(said().length).toBeLessThan(300);
  });

  it('writes nothing that it would not read', () => {
    const one = { dtype: 'F32', shape: [1], data: Float32Array.of(1) } as const;
    const write = (name: string, tensor: FileTensor, metadata = new Map<string, string>()) =>
      writeSafetensors({ metadata, tensors: new Map([[name, tensor]]) });
    expect([...readSafetensors(write('__proto__', one)).tensors.keys()]).toEqual(['__proto__']);
    expect(() => write('__metadata__', one)).toThrow(SafetensorsError);
    expect(() => write('a', { ...one, shape: [2] })).toThrow(SafetensorsError);
    expect(() => write('a', { ...one, dtype: 'F64' })).toThrow(SafetensorsError);
    expect(() => write('\ud800', one)).toThrow(/surrogate/);
    expect(() => write('a', one, new Map([['k', 'x'.repeat(1 << 20)]]))).toThrow(/1 MiB/);
  });
});

describe('a checkpoint', () => {
  const model = defineModel({ vocab_size: 7, d_model: 8, blocks: [{ mixer: 'mamba', mlp: 5 }, { mixer: 'lstm' }] });
  const values = initialWeights(model, 4);

  it('brings back model and weights', () => {
    const read = readCheckpoint(writeCheckpoint(model, values));
    expect(read.model.config).toEqual(model.config);
    expect(read.values).toEqual(values);
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY, 1e39])(
    'with a weight of %f is not written, because it could not be read',
    value => {
      const name = 'backbone.norm_f.weight';
      const wild = new Map(values).set(name, new Float64Array(8).fill(value, 3, 4));
      expect(() => writeCheckpoint(model, wild)).toThrow(`'${name}' [3] is ${value}`);
      expect(() => writeCheckpoint(model, wild)).toThrow(CheckpointError);
    },
  );

  it('may hold halves, which are read exactly', () => {
    const file = readSafetensors(writeCheckpoint(model, values));
    const halved = Array.from(file.tensors, ([name, tensor]) => [name, { ...tensor, dtype: 'F16' }] as const);
    const bytes = writeSafetensors({ ...file, tensors: new Map(halved) });
    for (const [name, given] of readCheckpoint(bytes).values) {
      const nearest = Float32Array.from(values.get(name) ?? [], value => valueOfHalf(halfOf(value)));
      expect(given).toEqual(nearest);
    }
    expect(writeSafetensors(readSafetensors(bytes))).toEqual(bytes);
  });

  it('names a tensor of an unsupported dtype', () => {
    const eight = fileOf('{"w":{"dtype":"F8_E5M2","shape":[1],"data_offsets":[0,1]}}', 1);
    expect(() => readSafetensors(eight)).toThrow("'w' has dtype 'F8_E5M2'; F16, BF16, F32, F64, I32 are read");
  });

  it('reads BF16 exactly, and writes the nearest, ties to even', () => {
    const written = (value: number): number => {
      const tensor = { dtype: 'BF16', shape: [1], data: Float32Array.of(value) } as const;
      const { tensors } = readSafetensors(writeSafetensors({ metadata: new Map(), tensors: new Map([['w', tensor]]) }));
      return tensors.get('w')?.data[0] ?? Number.NaN;
    };
    const place = 2 ** -7;
    for (const exact of [0, 1, -1.5, 1 + place, 2 ** -133, -(2 ** 127), Number.POSITIVE_INFINITY, Number.NaN])
      expect(written(exact)).toBe(exact);
    expect(written(1 + place / 2)).toBe(1);
    expect(written(1 + 1.5 * place)).toBe(1 + 2 * place);
    expect(written(1 + 0.51 * place)).toBe(1 + place);
    expect(written(-(2 - place / 4))).toBe(-2);
    expect(written(3.4e38)).toBe(Number.POSITIVE_INFINITY);
  });

  it('keeps the config of the reference files to the letter', () => {
    const bytes = readFileSync(new URL('hybrid.initial.safetensors', folder));
    const written = readSafetensors(writeCheckpoint(readCheckpoint(bytes).model, readCheckpoint(bytes).values));
    const parse = (text: string | undefined): unknown => JSON.parse(text ?? '');
    expect(parse(written.metadata.get('config'))).toEqual(parse(readSafetensors(bytes).metadata.get('config')));
  });

  it('says which tensor is missing, misshapen, or too many', () => {
    const file = readSafetensors(writeCheckpoint(model, values));
    const without = new Map(file.tensors);
    const norm = without.get('backbone.norm_f.weight');
    without.delete('backbone.norm_f.weight');
    const read = (tensors: typeof file.tensors) => readCheckpoint(writeSafetensors({ ...file, tensors }));
    expect(() => read(without)).toThrow(/no tensor 'backbone.norm_f.weight'/);
    if (!norm) throw new Error('the model has a last norm');
    expect(() => read(new Map([...file.tensors, ['extra', norm]]))).toThrow(/no parameter 'extra'/);
    const misshapen = { ...norm, shape: [2, 4] };
    expect(() => read(new Map([...file.tensors, ['backbone.norm_f.weight', misshapen]]))).toThrow(CheckpointError);
    expect(() => readCheckpoint(writeSafetensors({ ...file, metadata: new Map() }))).toThrow(/config/);
  });
});
