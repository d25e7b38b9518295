import { buildOptimiserTable, type Contribution, type OptimiserPage, recordOptimiser } from '../../autodiff/optimiser';
import type { Tape } from '../../autodiff/tape';
import { align, alignElements } from '../../gpu/backend';
import { BYTES } from '../../gpu/dtype';
import type { Part } from '../../gpu/plan_layout';
import { bytesOf, sizeOf, type Tensor } from '../../gpu/tensor';
import { type ArenaLayout, layOutParameters } from '../../models/arena';
import type { Model } from '../../models/model';
import type { BatchShape } from '../recording/batch_shape';
import { Recording } from '../recording/recording';
import { streamStates } from '../recording/stream_states';
import type { ScoredTensors } from './scored_plan';
import { RESULT_SLOTS } from './step_result';
import { beginStream, keepStream, type StreamTensors } from './stream';

/** What the host writes before each step and reads after it. */
interface TrainingTensors extends ScoredTensors {
  /** (8): see autodiff/optimiser.ts. */
  readonly hyper: Tensor;
  /** What dropout draws from; absent: nothing is dropped. */
  readonly draw: Tensor | undefined;
  /** Absent: every batch begins without a state, or the model has none. */
  readonly stream: StreamTensors | undefined;
  /** Parameters and moments, as `layout` says. */
  readonly pages: readonly OptimiserPage[];
  readonly layout: ArenaLayout;
}

/** A training step. */
export type TrainingRecording = Recording<'forward' | 'backward' | 'update', TrainingTensors>;

/**
 * Records forward, backward, and the optimiser's update of a model on batches of (B, L). `most`: bytes of a memory; parameters that
 * need more are updated page by page, with the same numbers. `dropout`: its rate. `carries`: it begins with the state that the batch
 * before left.
 */
export function recordTraining(
  model: Model,
  shape: BatchShape,
  most?: number,
  dropout = 0,
  carries = false,
): TrainingRecording {
  const states = streamStates(model, shape.B);
  const options = { trains: true, dropout, carries: carries ? states.entries : undefined };
  return new Recording(model, shape, options, recorder => {
    const { tape } = recorder;
    const within = new Map<number, Part>();
    const stream = carries ? beginStream(recorder, states, within) : undefined;
    const tokens = recorder.tokens();
    const scoring = recorder.loss(recorder.blocks(recorder.embed(tokens)), RESULT_SLOTS);
    const forward = recorder.take();

    const summands = new Map<string, number>();
    for (const { parameter, tensor } of tape.partials)
      summands.set(parameter.name, (summands.get(parameter.name) ?? 0) + align(bytesOf(tensor)));
    const layout = layOutParameters(model, most, summands);
    const { contributions, sizes } = layOutPartials(tape, layout);
    const table = buildOptimiserTable(layout.entries, contributions);
    const pages = layout.pages.map(({ elements, suffix }, page) => ({
      partials: tape.tensor(`gradients of parameters${suffix}`, [sizes[page] ?? 0], 'persistent'),
      gradients: tape.tensor(`gradients${suffix}`, [elements], 'persistent'),
      parameters: tape.tensor(`parameters${suffix}`, [elements], 'parameter'),
      moments: tape.tensor(`moments${suffix}`, [2, elements], 'persistent'),
    }));
    tape.partials.forEach(({ tensor }, index) => {
      const { parameter, offset } = contributions[index] ?? { parameter: 0, offset: 0 };
      const of = pages[layout.entries[parameter]?.page ?? 0]?.partials;
      if (of) within.set(tensor.id, { of, offset: offset * BYTES.f32 });
    });
    const { draw } = recorder;
    const tensors = {
      ...scoring,
      tokens,
      draw,
      hyper: tape.tensor('hyper', [8], 'persistent'),
      pages,
      layout,
      stream: stream?.tensors,
    };
    recordOptimiser(tape, table, {
      ...tensors,
      tiles: tape.constant('tiles', [table.tiles.length], table.tiles),
      sources: tape.constant('sources', [table.sources.length], table.sources),
      squares: tape.tensor('squares', [table.tileCount], 'persistent'),
    });
    if (stream) keepStream(recorder, stream);
    return { lists: { forward, backward: tape.backward, update: recorder.take() }, tensors, within };
  });
}

/** All partials, one after the other in the pages of their parameters; `sizes`: elements that each page has of them. */
function layOutPartials(
  tape: Tape,
  { entries, pages }: ArenaLayout,
): { contributions: Contribution[]; sizes: number[] } {
  const indexOf = new Map(entries.map(({ name }, index) => [name, index]));
  const sizes = pages.map(() => 0);
  const contributions = tape.partials.map(({ parameter: { name }, tensor, copies }): Contribution => {
    const parameter = indexOf.get(name) ?? -1;
    const page = entries[parameter]?.page;
    if (page === undefined) throw new Error(`the model has no parameter '${name}'`);
    const offset = sizes[page] ?? 0;
    sizes[page] = offset + alignElements(sizeOf(tensor.shape));
    return { parameter, offset, copies };
  });
  return { contributions, sizes };
}
