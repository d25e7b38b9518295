import type { HostArray } from '../../gpu/dtype';
import { sizeOf } from '../../gpu/tensor';
import type { ParameterSpec } from '../../models/mixer';
import { quoted } from '../../quoted';
import { checkFinite } from '../export/checkpoint';
import { ImportError } from './import_error';
import type { WeightsFile } from './weights_file';

/** Where the values of a parameter come from. A matrix or vector of other extents is cut, or filled up with zeros. */
export type Origin = { readonly tensor: string } | { readonly fill: 'zeros' | 'identity' };

/** The values of a parameter, row-major. Throws CheckpointError for numbers that are not finite float32. */
export async function parameterValues(
  file: WeightsFile,
  { name, shape }: Pick<ParameterSpec, 'name' | 'shape'>,
  origin: Origin,
): Promise<HostArray> {
  if ('fill' in origin) return filled(origin.fill, shape);
  const entry = file.tensors.get(origin.tensor);
  if (!entry) throw new ImportError(`the file has no tensor ${quoted(origin.tensor)} for '${name}'`);
  const values = await file.read(entry);
  checkFinite(origin.tensor, { shape: entry.shape, data: values });
  return fitted(values, entry.shape, shape);
}

function filled(fill: 'zeros' | 'identity', shape: readonly number[]): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  const [rows = 0, columns = 0] = shape;
  if (fill === 'identity') for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = 1;
  return values;
}

function fitted(values: HostArray, from: readonly number[], to: readonly number[]): HostArray {
  if (from.join() === to.join()) return values;
  const [rows = 0, columns = 1] = from;
  const [R = 0, C = 1] = to;
  // Rows that are left out at the end need no copy.
  if (columns === C && rows > R) return values.subarray(0, R * C);
  const own = new Float32Array(R * C);
  for (let row = 0; row < Math.min(rows, R); row++)
    own.set(values.subarray(row * columns, row * columns + Math.min(columns, C)), row * C);
  return own;
}
