import { readFileSync } from 'node:fs';
import { type Checkpoint, CheckpointError, readCheckpoint } from '../src/lab/export/checkpoint';
import { type FileTensor, readSafetensors } from '../src/lab/export/safetensors';
import { SafetensorsError } from '../src/lab/export/safetensors_format';
import { BatchError, checkBatch } from '../src/lab/race/check_batch';
import { ModelError } from '../src/models/mixer';
import { quoted } from '../src/quoted';
import { decodeText } from '../src/tasks/plain_text';
import { type Batch, TaskError } from '../src/tasks/task';
import { UsageError } from './usage';

/** Throws UsageError naming the file. */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
}

const FIXES = {
  JSON: 'give a file of JSON',
  weights: "give weights, which 'run --save' and the page write",
  batches: "give batches, which 'batches' writes",
} as const;

/** What writes the weights in a run file. */
export function weightsCommand(path: string): string {
  return `weights ${path} --out W.safetensors`;
}

/** Throws UsageError for a file whose name ends as that of another kind. */
export function checkKind(path: string, needed: keyof typeof FIXES): void {
  const tensors = needed === 'JSON' && /\.safetensors$/i.test(path);
  const kind = /\.unroll$/i.test(path) ? 'a run file' : tensors ? 'a file of tensors' : undefined;
  const inside = kind === 'a run file' && needed === 'weights' ? `; '${weightsCommand(path)}' writes those in it` : '';
  if (kind !== undefined) throw new UsageError(`${path} is ${kind}; ${FIXES[needed]}${inside}`);
}

/** The text of a file, in any encoding with a mark; `needed`: of this kind. Throws UsageError naming the file. */
export function readText(path: string, needed?: 'JSON'): string {
  const bytes = readBytes(path);
  if (needed) checkKind(path, needed);
  return named(path, () => decodeText(bytes));
}

function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const wrong = [SafetensorsError, CheckpointError, ModelError, TaskError].some(kind => error instanceof kind);
    throw wrong && error instanceof Error ? new UsageError(`${path}: ${error.message}`) : error;
  }
}

/** Weights and their model. Throws UsageError naming the file, and the first tensor and element that is not finite. */
export function readWeights(path: string): Checkpoint {
  const bytes = readBytes(path);
  checkKind(path, 'weights');
  return named(path, () => readCheckpoint(bytes));
}

export interface Batches {
  readonly B: number;
  readonly L: number;
  readonly steps: readonly Batch[];
}

/** Tensors `tokens` and `targets`, both I32 (steps, B, L), of a model with V tokens. Throws UsageError naming the file. */
export function readBatches(path: string, V: number): Batches {
  const bytes = readBytes(path);
  checkKind(path, 'batches');
  const { tensors } = named(path, () => readSafetensors(bytes));
  const tokens = integers(path, 'tokens', tensors.get('tokens'));
  const targets = integers(path, 'targets', tensors.get('targets'));
  const stray = [...tensors.keys()].find(name => name !== 'tokens' && name !== 'targets');
  if (stray !== undefined)
    throw new UsageError(`${path}: it has a tensor ${quoted(stray)}; batches hold 'tokens' and 'targets' only`);
  if (tokens.shape.join() !== targets.shape.join()) {
    throw new UsageError(`${path}: tokens [${tokens.shape}] and targets [${targets.shape}] differ in shape`);
  }
  const [count = 0, B = 0, L = 0] = tokens.shape;
  if (count * B * L === 0) throw new UsageError(`${path} holds no tokens`);
  const size = B * L;
  const steps = Array.from({ length: count }, (_, step) => ({
    tokens: tokens.data.slice(step * size, (step + 1) * size),
    targets: targets.data.slice(step * size, (step + 1) * size),
  }));
  steps.forEach((batch, step) => {
    checkStep(path, step, () => checkBatch(batch, { B, L }, V));
  });
  return { B, L, steps };
}

function checkStep(path: string, step: number, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof BatchError) throw new UsageError(`${path}: step ${step + 1}: ${error.message}`);
    throw error;
  }
}

function integers(
  path: string,
  name: string,
  tensor: FileTensor | undefined,
): { shape: readonly number[]; data: Int32Array } {
  if (!tensor) throw new UsageError(`${path} has no tensor '${name}'`);
  const { data, shape } = tensor;
  if (!(data instanceof Int32Array)) throw new UsageError(`${path}: '${name}' is ${tensor.dtype}, not I32`);
  if (shape.length !== 3) throw new UsageError(`${path}: '${name}' has shape [${shape}], not (steps, B, L)`);
  return { shape, data };
}
