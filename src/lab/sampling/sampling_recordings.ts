import { fuse } from '../../autodiff/fuse';
import { embeddingAt } from '../../autodiff/ops/embedding';
import type { Var } from '../../autodiff/tape';
import { gatherTokens } from '../../gpu/kernels/decode/gather_tokens';
import { sampleToken, selectRow } from '../../gpu/kernels/decode/sampling';
import type { Tensor } from '../../gpu/tensor';
import type { Model } from '../../models/model';
import type { StateEntry } from '../../models/state_layout';
import type { Recorder } from '../recording/recorder';
import { Recording } from '../recording/recording';

/** Labels identify its tensors: see Sequence and CarriedState. */
export type SamplingRecording = Recording<'step', undefined>;

/** Reads the token at the cursor with carried state, chooses the next one, and moves the cursor. */
export function recordStep(model: Model, capacity: number, carries: readonly StateEntry[]): SamplingRecording {
  return new Recording(model, { B: 1, L: 1 }, { carries }, recorder => {
    const stream = streamOf(recorder, capacity);
    choose(recorder, recorder.blocks(readAtCursor(recorder, stream, 1)), stream, capacity);
    return { lists: { step: fuse(recorder.take()) }, tensors: undefined };
  });
}

/** Reads L tokens from the cursor on, and leaves the carried state. */
export function recordPrefill(
  model: Model,
  capacity: number,
  carries: readonly StateEntry[],
  L: number,
): SamplingRecording {
  return new Recording(model, { B: 1, L }, { carries }, recorder => {
    recorder.blocks(readAtCursor(recorder, streamOf(recorder, capacity), L));
    const read = recorder.take();
    return { lists: { step: L === 1 ? fuse(read) : read }, tensors: undefined };
  });
}

/** Reads the L tokens up to the cursor, from position 0 at the earliest, chooses the next one, and moves the cursor. */
export function recordNaiveStep(model: Model, capacity: number, L: number): SamplingRecording {
  return new Recording(model, { B: 1, L }, {}, recorder => {
    const { tape, cursor } = recorder;
    const stream = streamOf(recorder, capacity);
    const tokens = recorder.tokens();
    const first = recorder.firstPosition();
    tape.run(gatherTokens, { stream, cursor, tokens, first }, { B: 1, L, capacity: 2 * capacity });
    const y = recorder.blocks(recorder.embed(tokens), first);
    // The recording may be longer than the sequence.
    const D = model.config.d_model;
    const row: Var = { shape: [1, D], data: tape.tensor('last row', [1, D]) };
    tape.run(selectRow, { x: y.data, cursor, y: row.data }, { B: 1, L, D, at_cursor: 1 });
    choose(recorder, row, stream, capacity);
    const step = recorder.take();
    return { lists: { step: L === 1 ? fuse(step) : step }, tensors: undefined };
  });
}

function streamOf({ tape }: Recorder, capacity: number): Tensor {
  return tape.tensor('stream', [1, 2 * capacity], 'persistent', 'i32');
}

function readAtCursor({ tape, cursor, language }: Recorder, stream: Tensor, L: number): Var {
  return embeddingAt(tape, stream, cursor, language.embedding, L);
}

/** Of the rows y (1, D). */
function choose({ tape, cursor, language }: Recorder, y: Var, stream: Tensor, capacity: number): void {
  const control = tape.tensor('control', [4], 'persistent', 'i32');
  const temperature = tape.tensor('temperature', [4], 'persistent');
  const logits = language.head(y).data;
  const dims = { B: 1, V: language.model.config.vocab_size, capacity, advance: 1 };
  tape.run(sampleToken, { logits, control, temperature, cursor, stream }, dims);
}
