import type { HostArray } from '../../gpu/dtype';
import { sizeOf } from '../../gpu/tensor';
import { defineModel, type Model } from '../../models/model';
import { quoted } from '../../quoted';
import { firstNotFinite } from '../race/first_not_finite';
import { type FileTensor, readSafetensors, type SafetensorsFile, writeSafetensors } from './safetensors';
import { JsonError, readPlainJson } from './strict_json';

/** A checkpoint that does not fit the model it names. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

export interface Checkpoint {
  readonly model: Model;
  readonly values: ReadonlyMap<string, HostArray>;
  /** The file's metadata, text by key (see contenderFacts). */
  readonly about: ReadonlyMap<string, string>;
}

/**
 * Reads weights and their model from a safetensors file with `config` in its metadata: finite numbers, F16, BF16, F32, or F64, one
 * tensor per parameter. Throws SafetensorsError, ModelError, and CheckpointError, which names the tensor.
 */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const file = readSafetensors(bytes);
  const model = defineModel(readConfig(file));
  const values = new Map<string, HostArray>();
  for (const { name, shape } of model.parameters) {
    const tensor = file.tensors.get(name);
    if (!tensor) throw new CheckpointError(`the file has no tensor '${name}'`);
    if (tensor.shape.join() !== shape.join()) {
      throw new CheckpointError(`'${name}' has shape [${tensor.shape}], the model takes [${shape}]`);
    }
    if (tensor.dtype === 'I32')
      throw new CheckpointError(`'${name}' is ${tensor.dtype}; weights are F16, BF16, F32, or F64`);
    checkFinite(name, tensor);
    values.set(name, tensor.data);
  }
  for (const name of file.tensors.keys()) {
    if (!values.has(name)) throw new CheckpointError(`the model has no parameter ${quoted(name)}`);
  }
  return { model, values, about: file.metadata };
}

function readConfig(file: SafetensorsFile): unknown {
  const text = file.metadata.get('config');
  if (text === undefined) throw new CheckpointError(`the file's metadata has no 'config'`);
  try {
    return readPlainJson(text);
  } catch (error) {
    if (error instanceof JsonError) throw new CheckpointError(`the file's 'config' is not JSON: ${error.message}`);
    throw error;
  }
}

/** Weights are kept as float32, so larger values are refused, too. Throws CheckpointError that names tensor and place. */
export function checkFinite(name: string, { shape, data }: Pick<FileTensor, 'shape' | 'data'>): void {
  const at = firstNotFinite(data);
  if (at >= 0)
    throw new CheckpointError(`'${name}' [${placeOf(at, shape)}] is ${data[at]}; weights are finite float32 numbers`);
}

function placeOf(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (const extent of shape.toReversed()) {
    place.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return place;
}

/**
 * Writes a file with the names of state-spaces/mamba: F32 tensors in state-dict order, the config in the metadata. `about`: further
 * metadata, text by key. Throws CheckpointError for missing or infinite values, because readCheckpoint would refuse the file.
 */
export function writeCheckpoint(
  model: Model,
  values: ReadonlyMap<string, HostArray>,
  about: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const tensors = model.parameters.map(({ name, shape }) => {
    const own = values.get(name);
    if (own?.length !== sizeOf(shape)) throw new CheckpointError(`no values for '${name}'`);
    checkFinite(name, { shape, data: own });
    return [name, { dtype: 'F32', shape, data: Float32Array.from(own) }] as const;
  });
  const metadata = new Map([['format', 'pt'], ['config', JSON.stringify(model.config)], ...Object.entries(about)]);
  return writeSafetensors({ metadata, tensors: new Map(tensors) });
}
