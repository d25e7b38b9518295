import { type Backend, MemoryError } from '../../gpu/backend';
import { BYTES } from '../../gpu/dtype';
import { SMALLER, sizeWords } from '../../gpu/room';
import { bytesOf } from '../../gpu/tensor';
import { countParameters } from '../../models/cost';
import type { Model } from '../../models/model';
import { type BatchShape, sameShape } from '../recording/batch_shape';
import { recordEvaluation } from './evaluation_recording';
import { checkStream } from './stream';
import { recordTraining, type TrainingRecording } from './training_recording';

/** Bytes of host memory that weights and their copies may take, for all contenders together. */
const HOST_BYTES = 2 * 2 ** 30;

/** Drawn weights, then kept weights and both moments. */
const HOST_COPIES = 4;

/** The memory that training a model takes, from its shapes alone. */
export interface TrainingSize {
  readonly parameters: number;
  /** Of each memory on the device, by label. */
  readonly memories: readonly { readonly label: string; readonly bytes: number }[];
  readonly deviceBytes: number;
  readonly hostBytes: number;
}

/** `beside`: a recording that has its own memory, such as that of evaluations. */
export function trainingSize(
  model: Model,
  recording: TrainingRecording,
  beside?: Pick<TrainingRecording, 'memories'>,
): TrainingSize {
  const own = recording.tensors.pages.map(({ parameters }) => ({
    label: parameters.label,
    bytes: bytesOf(parameters),
  }));
  const memories = [...own, ...recording.memories(), ...(beside?.memories() ?? [])];
  const parameters = countParameters(model);
  return {
    parameters,
    memories,
    deviceBytes: memories.reduce((sum, { bytes }) => sum + bytes, 0),
    hostBytes: HOST_COPIES * BYTES.f32 * parameters,
  };
}

/** A model to train, and the name that the visitor gave it. */
export interface NamedModel {
  readonly name: string;
  readonly model: Model;
  /** How many of it train at once: its seeds. By default one. */
  readonly times?: number;
  /** Rate of dropout; by default 0. */
  readonly dropout?: number | undefined;
  /** Batches begin with the state that those before left; by default they do not. */
  readonly carries?: boolean | undefined;
}

/** A model whose batches change their shape while it trains. */
export interface StagedModel extends NamedModel {
  /** Of the batches that it trains on, in order. */
  readonly shapes: readonly BatchShape[];
  /** Of those that it is evaluated on. */
  readonly evaluates: BatchShape;
}

/** Records the training of all models on batches of (B, L), as recordStages does. */
export function recordAll(
  backend: Pick<Backend, 'room'>,
  models: readonly NamedModel[],
  shape: BatchShape,
): TrainingRecording[] {
  const staged = models.map(model => ({ ...model, shapes: [shape], evaluates: shape }));
  return recordStages(backend, staged).flat();
}

/**
 * Records the training of all models on batches of each of their shapes, if there is room for all models at once, each at its largest.
 * Draws and allocates nothing. Throws MemoryError, and ModelError for one that cannot carry its state, which name the model and the fix.
 */
export function recordStages({ room }: Pick<Backend, 'room'>, models: readonly StagedModel[]): TrainingRecording[][] {
  for (const { name, model } of models) checkParameters(name, model);
  const sizes = models.map(({ name, model, times = 1, dropout, carries = false, shapes, evaluates }) => {
    if (carries) checkStream(name, model);
    const recordings = shapes.map(shape => recordTraining(model, shape, room.each, dropout, carries));
    checkPages(name, recordings);
    const all = recordings.map((recording, i) => {
      const same = !carries && shapes[i] !== undefined && sameShape(shapes[i], evaluates);
      return trainingSize(model, recording, same ? undefined : recordEvaluation(model, evaluates));
    });
    return { name, times, recordings, ...largestOf(all) };
  });
  for (const { name, memories } of sizes) {
    const largest = memories.find(({ bytes }) => bytes > room.each);
    if (!largest) continue;
    const { label, bytes } = largest;
    throw new MemoryError(
      `${name} needs ${sizeWords(bytes)} for '${label}'; ${sizeWords(room.each)} is the most here. ${SMALLER}`,
    );
  }
  checkTogether(sizes, 'deviceBytes', room.all);
  checkTogether(sizes, 'hostBytes', HOST_BYTES);
  return sizes.map(({ recordings }) => recordings);
}

/** The largest memories of all, and the most that one of them takes. */
function largestOf(sizes: readonly TrainingSize[]): TrainingSize {
  return {
    parameters: Math.max(...sizes.map(({ parameters }) => parameters)),
    memories: sizes.flatMap(({ memories }) => memories),
    deviceBytes: Math.max(...sizes.map(({ deviceBytes }) => deviceBytes)),
    hostBytes: Math.max(...sizes.map(({ hostBytes }) => hostBytes)),
  };
}

/** Parameters stay where they are while batches change their shape. */
function checkPages(name: string, recordings: readonly TrainingRecording[]): void {
  const cuts = new Set(recordings.map(({ tensors }) => JSON.stringify(tensors.layout.entries)));
  if (cuts.size > 1)
    throw new MemoryError(
      `${name} is so large that its weights lie in other memories at each length. Train it at one length, or use a smaller width.`,
    );
}

/** Before anything is recorded: what this program's own memory has no room for may be far too much to look at. */
function checkParameters(name: string, model: Model): void {
  const parameters = countParameters(model);
  const most = HOST_BYTES / (HOST_COPIES * BYTES.f32);
  if (parameters <= most) return;
  const [has, fit] = [parameters, most].map(count => count.toLocaleString('en'));
  throw new MemoryError(
    `${name} has ${has} parameters; at most ${fit} fit here. Use a smaller width or MLP, or fewer blocks.`,
  );
}

interface NamedSize extends TrainingSize {
  readonly name: string;
  readonly times: number;
}

function checkTogether(sizes: readonly NamedSize[], of: 'deviceBytes' | 'hostBytes', most: number): void {
  const needs = (size: NamedSize): number => size.times * size[of];
  const sum = sizes.reduce((all, size) => all + needs(size), 0);
  const heaviest = sizes.toSorted((a, b) => needs(b) - needs(a))[0];
  if (sum <= most || !heaviest) return;
  const what = of === 'deviceBytes' ? 'memory on the device' : 'memory for weights and what is kept of them';
  const { times } = heaviest;
  if (sizes.length === 1 && times === 1)
    throw new MemoryError(
      `${heaviest.name} needs ${sizeWords(sum)} of ${what}; ${sizeWords(most)} is the most here. ${SMALLER}`,
    );
  throw new MemoryError(
    `The contenders together need ${sizeWords(sum)} of ${what}; ${sizeWords(most)} is the most here. ${heaviest.name} needs most of it, ${sizeWords(needs(heaviest))}${times > 1 ? ` with ${times} seeds` : ''}. Use fewer contenders${times > 1 ? ' or seeds' : ''}, or a smaller batch, length, or width.`,
  );
}
