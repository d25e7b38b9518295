import { embedding } from '../../autodiff/ops/embedding';
import { Tape } from '../../autodiff/tape';
import type { Backend } from '../../gpu/backend';
import { Plan } from '../../gpu/plan';
import type { ParameterArena } from '../../models/arena';
import { LanguageModel } from '../../models/language_model';
import type { Model } from '../../models/model';
import { columns } from '../race/columns';
import { CarriedState } from './carried_state';

export interface BatchShape {
  readonly B: number;
  readonly L: number;
}

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
 * The same logits with carried state: by pieces of the given lengths, which repeat (1: token by token). A piece goes through
 * the parallel form with the state the one before left.
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
    for (let done = 0, turn = 0; done < L; turn++) {
      const wanted = carried?.pieces[turn % carried.pieces.length] ?? L;
      const length = Math.min(wanted, L - done);
      const reader = readers.get(length) ?? (await makeReader(backend, model, parameters, B, length, carried?.state));
      readers.set(length, reader);
      carried?.state.moveTo(done);
      const logits = await reader.read(columns(tokens, B, L, done, length));
      for (let b = 0; b < B; b++) all.set(logits.subarray(b * length * V, (b + 1) * length * V), (b * L + done) * V);
      done += length;
    }
    return all;
  } finally {
    for (const reader of readers.values()) reader.destroy();
  }
}

interface Reader {
  read(tokens: Int32Array): Promise<Float64Array>;
  destroy(): void;
}

async function makeReader(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  B: number,
  L: number,
  state: CarriedState | undefined,
): Promise<Reader> {
  const tape = new Tape({ training: false });
  const language = new LanguageModel(tape, model);
  const input = tape.tensor('tokens', [B, L], 'persistent', 'i32');
  const carried = state?.on(tape);
  const x = embedding(tape, input, language.embedding);
  const logits = language.head(language.blocks(x, B, L, block => carried?.carry(block)));
  const plan = await Plan.make(backend, {
    lists: { forward: tape.forward },
    placed: tensor => parameters.placed(tensor) ?? state?.placed(tensor),
  });
  return {
    async read(tokens) {
      backend.write(plan.view(input).memory, tokens);
      await plan.run(['forward']);
      const { memory, offset, elements } = plan.view(logits.data);
      return Float64Array.from(await backend.read(memory, offset, elements));
    },
    destroy: () => plan.destroy(),
  };
}
