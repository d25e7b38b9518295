import type { HostArray } from '../../gpu/dtype';

const DESCRIPTIONS = { Float32Array: '<f4', Float64Array: '<f8', Int32Array: '<i4' } as const;

/** A NumPy file of a row-major tensor (format 1.0, numpy.lib.format): numpy.load reads it. Throws RangeError if the shape does not fit. */
export function writeNpy(shape: readonly number[], values: HostArray): Uint8Array<ArrayBuffer> {
  if (shape.reduce((product, extent) => product * extent, 1) !== values.length)
    throw new RangeError(`${values.length} values do not have the shape [${shape}]`);
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${descriptionOf(values)}', 'fortran_order': False, 'shape': (${extents}), }`;
  // Magic word, version, length, and dictionary take a multiple of 64 bytes.
  const header = `${dictionary.padEnd(Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10 - 1)}\n`;
  const file = new Uint8Array(10 + header.length + values.byteLength);
  file.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length & 0xff, header.length >> 8]);
  file.set(new TextEncoder().encode(header), 10);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 10 + header.length);
  return file;
}

function descriptionOf(values: HostArray): string {
  if (values instanceof Int32Array) return DESCRIPTIONS.Int32Array;
  return values instanceof Float64Array ? DESCRIPTIONS.Float64Array : DESCRIPTIONS.Float32Array;
}
