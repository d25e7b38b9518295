import type { Scoring } from '../../autodiff/ops/cross_entropy';
import { buildOptimiserTable, type Contribution, recordOptimiser } from '../../autodiff/optimiser';
import type { Tape } from '../../autodiff/tape';
import { alignElements } from '../../gpu/backend';
import { BYTES } from '../../gpu/dtype';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import { type ArenaEntry, layOutParameters } from '../../models/arena';
import type { Model } from '../../models/model';
import type { BatchShape } from '../recording/batch_shape';
import { Recording } from '../recording/recording';

/** The device holds the results of this many steps and evaluations: at most so many between two reads. */
export const RESULT_SLOTS = 128;
/** Numbers of a result: mean loss, scored targets, right ones, gradient norm. */
export const RESULT_WIDTH = 4;

/** What the host writes before each step and reads after it. */
interface TrainingTensors extends Scoring {
  /** i32 (B, L). */
  readonly tokens: Tensor;
  /** (8): see autodiff/optimiser.ts. */
  readonly hyper: Tensor;
  /** (E): the parameter arena. */
  readonly parameters: Tensor;
  /** (2, E): both moments. */
  readonly moments: Tensor;
}

/** A training step. */
export type TrainingRecording = Recording<'forward' | 'backward' | 'update', TrainingTensors>;

/** Records forward, backward, and the optimiser's update of a model on batches of (B, L). */
export function recordTraining(model: Model, shape: BatchShape): TrainingRecording {
  return new Recording(model, shape, { trains: true }, recorder => {
    const { tape } = recorder;
    const tokens = recorder.tokens();
    const scoring = recorder.loss(recorder.blocks(recorder.embed(tokens)), RESULT_SLOTS);
    const forward = recorder.take();

    const { entries, elements } = layOutParameters(model);
    const { contributions, size } = layOutPartials(tape, entries);
    const table = buildOptimiserTable(entries, contributions);
    const partials = tape.tensor('gradients of parameters', [size], 'persistent');
    const within = new Map(
      tape.partials.map(({ tensor }, i) => [
        tensor.id,
        { of: partials, offset: (contributions[i]?.offset ?? 0) * BYTES.f32 },
      ]),
    );
    const tensors = {
      ...scoring,
      tokens,
      hyper: tape.tensor('hyper', [8], 'persistent'),
      parameters: tape.tensor('parameters', [elements], 'parameter'),
      moments: tape.tensor('moments', [2, elements], 'persistent'),
    };
    recordOptimiser(tape, table, {
      ...tensors,
      partials,
      tiles: tape.constant('tiles', [table.tiles.length], table.tiles),
      sources: tape.constant('sources', [table.sources.length], table.sources),
      gradients: tape.tensor('gradients', [elements], 'persistent'),
      squares: tape.tensor('squares', [table.tileCount], 'persistent'),
    });
    return { lists: { forward, backward: tape.backward, update: recorder.take() }, tensors, within };
  });
}

/** All partials, one after the other. */
function layOutPartials(
  tape: Tape,
  entries: readonly ArenaEntry[],
): { readonly contributions: readonly Contribution[]; readonly size: number } {
  const indexOf = new Map(entries.map(({ name }, index) => [name, index]));
  let size = 0;
  const contributions = tape.partials.map(({ parameter, tensor, copies }): Contribution => {
    const index = indexOf.get(parameter.name);
    if (index === undefined) throw new Error(`the model has no parameter '${parameter.name}'`);
    const offset = size;
    size += alignElements(sizeOf(tensor.shape));
    return { parameter: index, offset, copies };
  });
  return { contributions, size };
}
