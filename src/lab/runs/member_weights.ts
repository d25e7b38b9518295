import type { HostArray } from '../../gpu/dtype';
import { layOutParameters } from '../../models/arena';
import type { Model } from '../../models/model';
import { quoted } from '../../quoted';
import { type FileTensor, readSafetensors, writeSafetensors } from '../export/safetensors';
import { SafetensorsError } from '../export/safetensors_format';
import { firstNotFinite } from '../race/first_not_finite';
import type { TrainerSnapshot } from '../race/snapshot';
import { isOfStream, readStream, streamTensors } from './member_stream';
import { RunFileError } from './run_file_error';
import { AGAIN } from './zip_directory';

/** What a snapshot's parameters are called in the file of weights, and its two halves of moments in that of the optimiser. */
const WEIGHTS = [''] as const;
const MOMENTS = ['exp_avg.', 'exp_avg_sq.'] as const;

/** The weights of a snapshot under the names of state-spaces/mamba. `about`: further metadata. Throws RunFileError. */
export function writeWeights(
  model: Model,
  { parameters }: Pick<TrainerSnapshot, 'parameters'>,
  about: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  return write(model, parameters, WEIGHTS, { format: 'pt', config: JSON.stringify(model.config), ...about });
}

/**
 * The moments of a snapshot: `exp_avg.NAME` and `exp_avg_sq.NAME` of every parameter, the state that it carries, if any, and the step.
 * Throws RunFileError.
 */
export function writeOptimizer(
  model: Model,
  { moments, steps, stream }: Pick<TrainerSnapshot, 'moments' | 'steps' | 'stream'>,
): Uint8Array<ArrayBuffer> {
  return write(model, moments, MOMENTS, { format: 'pt', step: String(steps) }, streamTensors(model, stream));
}

/** The snapshot in both files of a member. Throws RunFileError, which names the file. */
export function readTrainer(
  model: Model,
  weights: { readonly name: string; readonly bytes: Uint8Array },
  optimizer: { readonly name: string; readonly bytes: Uint8Array },
): TrainerSnapshot {
  const [own, theirs] = [read(model, weights, WEIGHTS), read(model, optimizer, MOMENTS)];
  if (own.step !== theirs.step)
    throw new RunFileError(`${weights.name} and ${optimizer.name} are of different steps. ${AGAIN}`);
  const half = theirs.values.length / 2;
  if (theirs.values.subarray(half).some(value => value < 0))
    throw new RunFileError(`${optimizer.name} has a negative second moment. ${AGAIN}`);
  const stream = readStream(model, optimizer.name, theirs.tensors);
  return { steps: own.step, parameters: own.values, moments: theirs.values, ...(stream ? { stream } : {}) };
}

function write(
  model: Model,
  values: HostArray,
  prefixes: readonly string[],
  about: Readonly<Record<string, string>>,
  more: readonly [string, FileTensor][] = [],
): Uint8Array<ArrayBuffer> {
  const { entries, elements } = layOutParameters(model);
  if (values.length !== prefixes.length * elements)
    throw new RunFileError('Its weights belong to another model. Train it from the start.');
  if (firstNotFinite(values) >= 0)
    throw new RunFileError('Its weights are not finite numbers. Train it from the start with a lower learning rate.');
  const dtype = values instanceof Float64Array ? 'F64' : 'F32';
  const tensors = prefixes.flatMap((prefix, part) =>
    entries.map(({ name, shape, offset, size }): [string, FileTensor] => {
      const from = part * elements + offset;
      return [prefix + name, { dtype, shape, data: values.subarray(from, from + size) }];
    }),
  );
  return writeSafetensors({ metadata: new Map(Object.entries(about)), tensors: new Map([...tensors, ...more]) });
}

function read(
  model: Model,
  { name: file, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  prefixes: readonly string[],
): {
  values: Float32Array | Float64Array;
  step: number;
  tensors: ReadonlyMap<string, FileTensor>;
} {
  const { entries, elements } = layOutParameters(model);
  const { tensors, metadata } = named(file, () => readSafetensors(bytes, true));
  const double = tensors.values().next().value?.dtype === 'F64';
  const values = new (double ? Float64Array : Float32Array)(prefixes.length * elements);
  for (const [part, prefix] of prefixes.entries())
    for (const { name, shape, offset } of entries) {
      const tensor = tensors.get(prefix + name);
      if (!tensor) throw new RunFileError(`${file} has no tensor '${prefix}${name}'. ${AGAIN}`);
      if (tensor.shape.join() !== shape.join())
        throw new RunFileError(
          `${file}: '${prefix}${name}' has shape [${tensor.shape}], the model takes [${shape}]. ${AGAIN}`,
        );
      if (tensor.dtype !== (double ? 'F64' : 'F32'))
        throw new RunFileError(`${file}: '${prefix}${name}' is ${tensor.dtype}; all tensors are F32, or all F64.`);
      if (firstNotFinite(tensor.data) >= 0)
        throw new RunFileError(`${file}: '${prefix}${name}' holds a number that is not finite as float32. ${AGAIN}`);
      values.set(tensor.data, part * elements + offset);
    }
  const states = prefixes === MOMENTS ? (name: string) => isOfStream(model, name) : () => false;
  const more = [...tensors.keys()].find(
    name => !states(name) && !prefixes.some(prefix => entries.some(own => prefix + own.name === name)),
  );
  if (more !== undefined) throw new RunFileError(`${file}: the model has no parameter ${quoted(more)}. ${AGAIN}`);
  const step = Number(metadata.get('step'));
  if (!Number.isSafeInteger(step) || step < 1) throw new RunFileError(`${file} does not say its step. ${AGAIN}`);
  return { values, step, tensors };
}

function named<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof SafetensorsError) throw new RunFileError(`${file}: ${error.message}. ${AGAIN}`);
    throw error;
  }
}
