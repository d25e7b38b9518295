import { crossEntropy, logitsVariable } from '../../autodiff/ops/cross_entropy';
import { embedding } from '../../autodiff/ops/embedding';
import { buildOptimiserTable, type Contribution, recordOptimiser } from '../../autodiff/optimiser';
import { Tape } from '../../autodiff/tape';
import { align } from '../../gpu/backend';
import type { Dispatch } from '../../gpu/dispatch';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import { type ArenaEntry, layOutParameters } from '../../models/arena';
import { LanguageModel } from '../../models/language_model';
import type { Model } from '../../models/model';
import type { BatchShape } from '../sampling/logits';

/** Steps and evaluations whose results fit on the device: at most this many between two reads. */
export const RESULT_SLOTS = 128;
/** Of a result: mean loss, scored targets, right ones, gradient norm. */
export const RESULT_WIDTH = 4;

/** Where the host writes before each step, and reads after it. */
export interface TrainingTensors {
  /** i32 (B, L). */
  readonly tokens: Tensor;
  /** i32 (B, L). */
  readonly targets: Tensor;
  /** (4): [0] is 1 / scored targets. */
  readonly scoring: Tensor;
  /** i32 (4): [0] is the slot of `results`. */
  readonly cursor: Tensor;
  /** (RESULT_SLOTS, RESULT_WIDTH). */
  readonly results: Tensor;
  /** (8): see autodiff/optimiser.ts. */
  readonly hyper: Tensor;
  /** (E): the parameter arena. */
  readonly parameters: Tensor;
  /** (2, E): both moments. */
  readonly moments: Tensor;
  /** All partials, one after the other. */
  readonly partials: Tensor;
}

/** A training step as lists of dispatches, before any device is involved. */
export interface TrainingRecording {
  readonly lists: { readonly forward: Dispatch[]; readonly backward: Dispatch[]; readonly update: Dispatch[] };
  readonly tensors: TrainingTensors;
  /** Offset of each partial tensor in the arena of partials, by tensor id. */
  readonly partialOffsets: ReadonlyMap<number, number>;
}

/** Records forward, backward, and the optimiser's update of a model on batches of (B, L). */
export function recordTraining(model: Model, { B, L }: BatchShape): TrainingRecording {
  const tape = new Tape({ training: true });
  const { entries, elements } = layOutParameters(model);
  const inputs = {
    tokens: tape.tensor('tokens', [B, L], 'persistent', 'i32'),
    targets: tape.tensor('targets', [B, L], 'persistent', 'i32'),
    scoring: tape.tensor('scoring', [4], 'persistent'),
    cursor: tape.tensor('result slot', [4], 'persistent', 'i32'),
    results: tape.tensor('results', [RESULT_SLOTS, RESULT_WIDTH], 'persistent'),
  };
  const language = new LanguageModel(tape, model);
  const x = embedding(tape, inputs.tokens, language.embedding);
  const logits = logitsVariable(tape, [B, L, model.config.vocab_size]);
  language.head(language.blocks(x, B, L), logits);
  crossEntropy(tape, logits, inputs);

  const { contributions, offsets, size } = layOutPartials(tape, entries);
  const table = buildOptimiserTable(entries, contributions);
  const tensors: TrainingTensors = {
    ...inputs,
    hyper: tape.tensor('hyper', [8], 'persistent'),
    parameters: tape.tensor('parameters', [elements], 'persistent'),
    moments: tape.tensor('moments', [2, elements], 'persistent'),
    partials: tape.tensor('partials', [size], 'persistent'),
  };
  const forward = tape.forward.slice();
  recordOptimiser(tape, table, {
    ...tensors,
    tiles: tape.constant('tiles', [table.tiles.length], table.tiles),
    sources: tape.constant('sources', [table.sources.length], table.sources),
    gradients: tape.tensor('gradients', [elements], 'persistent'),
    squares: tape.tensor('squares', [table.tileCount], 'persistent'),
  });
  const update = tape.forward.slice(forward.length);
  return { lists: { forward, backward: tape.backward, update }, tensors, partialOffsets: offsets };
}

function layOutPartials(
  tape: Tape,
  entries: readonly ArenaEntry[],
): { contributions: Contribution[]; offsets: Map<number, number>; size: number } {
  const indexOf = new Map(entries.map(({ name }, index) => [name, index]));
  const offsets = new Map<number, number>();
  let size = 0;
  const contributions = tape.partials.map(({ parameter, tensor, copies }): Contribution => {
    const index = indexOf.get(parameter.name);
    if (index === undefined) throw new Error(`the model has no parameter '${parameter.name}'`);
    const offset = size;
    offsets.set(tensor.id, offset);
    size += align(sizeOf(tensor.shape));
    return { parameter: index, offset, copies };
  });
  return { contributions, offsets, size };
}
