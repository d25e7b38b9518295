import type { Backend } from '../../gpu/backend';
import type { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import type { StateEntry } from '../../models/state_layout';
import type { BatchShape } from '../recording/batch_shape';
import { CarriedState } from '../recording/carried_state';
import { columns } from '../recording/columns';
import { Recording } from '../recording/recording';

/** Logits (B, L, V) of tokens (B, L), all positions at once, by the form that trains. */
export async function parallelLogits(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  batch: BatchShape,
  tokens: Int32Array,
): Promise<Float64Array> {
  return logitsInPieces(backend, model, parameters, batch, tokens, undefined);
}

/**
 * The same logits with carried state, by pieces of the given lengths, which repeat (1: token by token). The parallel form reads
 * a piece with the state that the previous one left.
 */
export async function carriedLogits(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  batch: BatchShape,
  tokens: Int32Array,
  pieces: readonly number[] = [1],
): Promise<Float64Array> {
  const state = await CarriedState.make(backend, model, batch.B, batch.L);
  try {
    return await logitsInPieces(backend, model, parameters, batch, tokens, { state, pieces });
  } finally {
    state.free();
  }
}

async function logitsInPieces(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  { B, L }: BatchShape,
  tokens: Int32Array,
  carried: { readonly state: CarriedState; readonly pieces: readonly number[] } | undefined,
): Promise<Float64Array> {
  const V = model.config.vocab_size;
  const all = new Float64Array(B * L * V);
  const readers = new Map<number, Reader>();
  try {
    for (let done = 0, piece = 0; done < L; piece++) {
      const wanted = carried?.pieces[piece % carried.pieces.length] ?? L;
      const length = Math.min(wanted, L - done);
      const shape = { B, L: length };
      const reader = readers.get(length) ?? (await makeReader(backend, model, parameters, shape, carried?.state));
      readers.set(length, reader);
      carried?.state.moveTo(done);
      reader.plan.write(reader.tokens, columns(tokens, B, L, done, length));
      await reader.plan.run(['forward']);
      const logits = Float64Array.from(await reader.plan.read(reader.logits));
      for (let b = 0; b < B; b++) all.set(logits.subarray(b * length * V, (b + 1) * length * V), (b * L + done) * V);
      done += length;
    }
    return all;
  } finally {
    for (const { plan } of readers.values()) plan.destroy();
  }
}

interface Reader {
  readonly plan: Plan;
  readonly tokens: Tensor;
  readonly logits: Tensor;
}

async function makeReader(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  shape: BatchShape,
  state: CarriedState | undefined,
): Promise<Reader> {
  const recording = recordLogits(model, shape, state?.entries);
  return { plan: await recording.plan(backend, state ? [parameters, state] : [parameters]), ...recording.tensors };
}

/** Logits (B, L, V) of tokens (B, L). */
export function recordLogits(
  model: Model,
  shape: BatchShape,
  carries?: readonly StateEntry[],
): Recording<'forward', Pick<Reader, 'tokens' | 'logits'>> {
  return new Recording(model, shape, { carries }, recorder => {
    const tokens = recorder.tokens();
    const { data: logits } = recorder.language.head(recorder.blocks(recorder.embed(tokens)));
    return { lists: { forward: recorder.take() }, tensors: { tokens, logits } };
  });
}
