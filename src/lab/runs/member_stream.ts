import type { Model } from '../../models/model';
import type { FileTensor } from '../export/safetensors';
import { firstNotFinite } from '../race/first_not_finite';
import type { StreamState } from '../race/snapshot';
import { streamStates } from '../recording/stream_states';
import { RunFileError } from './run_file_error';
import { AGAIN } from './zip_directory';

/** A carried state is called `state.BLOCK.NAME` in the file of the optimiser. */
function nameOf({ block, name }: { readonly block: number; readonly name: string }): string {
  return `state.${block}.${name}`;
}

/** The tensors of a carried state, each (B, ...). None: it carries none. Throws RunFileError. */
export function streamTensors(model: Model, stream: StreamState | undefined): [string, FileTensor][] {
  if (!stream) return [];
  const { B, values } = stream;
  const { entries, elements } = streamStates(model, B);
  if (values.length !== elements)
    throw new RunFileError('Its carried state belongs to another model. Train it from the start.');
  if (firstNotFinite(values) >= 0)
    throw new RunFileError(
      'Its carried state is not finite numbers. Train it from the start with a lower learning rate.',
    );
  const dtype = values instanceof Float64Array ? 'F64' : 'F32';
  return entries.map(entry => {
    const size = entry.shape.reduce((product, n) => product * n, 1);
    return [nameOf(entry), { dtype, shape: entry.shape, data: values.subarray(entry.offset, entry.offset + size) }];
  });
}

/** Whether a tensor of an optimiser's file is of a carried state. */
export function isOfStream(model: Model, name: string): boolean {
  return streamStates(model, 1).entries.some(entry => nameOf(entry) === name);
}

/** The carried state in the file of an optimiser; undefined: it has none. Throws RunFileError, which names the file. */
export function readStream(
  model: Model,
  file: string,
  tensors: ReadonlyMap<string, FileTensor>,
): StreamState | undefined {
  const [first] = streamStates(model, 1).entries.flatMap(entry => tensors.get(nameOf(entry)) ?? []);
  const B = first?.shape[0] ?? 0;
  if (!first || B < 1) return undefined;
  const { entries, elements } = streamStates(model, B);
  const values = new (first.dtype === 'F64' ? Float64Array : Float32Array)(elements);
  for (const entry of entries) {
    const name = nameOf(entry);
    const tensor = tensors.get(name);
    if (!tensor) throw new RunFileError(`${file} has no tensor '${name}'. ${AGAIN}`);
    if (tensor.shape.join() !== entry.shape.join() || tensor.dtype !== first.dtype)
      throw new RunFileError(
        `${file}: '${name}' is ${tensor.dtype} [${tensor.shape}], the model takes ${first.dtype} [${entry.shape}]. ${AGAIN}`,
      );
    if (firstNotFinite(tensor.data) >= 0)
      throw new RunFileError(`${file}: '${name}' holds a number that is not finite as float32. ${AGAIN}`);
    values.set(tensor.data, entry.offset);
  }
  return { B, values };
}
