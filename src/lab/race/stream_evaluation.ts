import type { Scoring } from '../../autodiff/ops/cross_entropy';
import type { Backend, Stop } from '../../gpu/backend';
import type { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import { ModelError } from '../../models/mixer';
import type { Model } from '../../models/model';
import { layOutStates, type StateEntry } from '../../models/state_layout';
import { countScored } from '../../scored';
import type { Batch } from '../../tasks/task';
import { delay } from '../delay';
import type { BatchShape } from '../recording/batch_shape';
import { CarriedState } from '../recording/carried_state';
import { columns } from '../recording/columns';
import { Recording } from '../recording/recording';
import { checkBatch } from './check_batch';
import { tooLong } from './too_long';

/** Loss and accuracy over the scored positions of a batch. */
export interface Score {
  /** Nats per scored token; NaN where nothing is scored. */
  readonly loss: number;
  readonly scored: number;
  readonly correct: number;
}

/** Tokens of a sequence that one call of the parallel form reads. */
export const PIECE = 1024;

interface Reader extends Scoring {
  readonly plan: Plan;
  readonly tokens: Tensor;
}

/**
 * Reads sequences of any length in pieces with carried state. A recurrent model's memory does not grow with L; a KV cache does.
 * Pieces without a scored position compute no logits.
 */
export class StreamEvaluation {
  readonly #backend: Backend;
  readonly #model: Model;
  readonly #parameters: ParameterArena;
  readonly #shape: BatchShape;
  readonly #state: CarriedState;
  readonly #readers = new Map<number, Reader>();

  private constructor(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    shape: BatchShape,
    state: CarriedState,
  ) {
    this.#backend = backend;
    this.#model = model;
    this.#parameters = parameters;
    this.#shape = shape;
    this.#state = state;
  }

  /** For batches of (B, L). Throws MemoryError, and ModelError if the last piece would take too long. */
  static async make(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    shape: BatchShape,
  ): Promise<StreamEvaluation> {
    const { B, L } = shape;
    const piece = recordPiece(model, { B, L: Math.min(L, PIECE) }, layOutStates(model, B, L).entries);
    const why = tooLong(backend, piece.lists.read);
    if (why) throw new ModelError(`a sequence ${why}. Use a shorter length, or attention with a window.`);
    const state = await CarriedState.make(backend, model, B, L);
    return new StreamEvaluation(backend, model, parameters, shape, state);
  }

  /**
   * Scores one batch, starting from zero state. Undefined: `stop` came first; the next batch starts from zero again. Throws
   * BatchError; rejects when the device is lost.
   */
  async score(batch: Batch): Promise<Score>;
  async score(batch: Batch, stop: Stop): Promise<Score | undefined>;
  async score(batch: Batch, stop?: Stop): Promise<Score | undefined> {
    const { B, L } = this.#shape;
    const { tokens, targets } = batch;
    checkBatch(batch, this.#shape, this.#model.config.vocab_size);
    this.#state.clear();
    let loss = 0;
    let scored = 0;
    let correct = 0;
    for (let start = 0; start < L; start += PIECE) {
      const length = Math.min(PIECE, L - start);
      const wanted = columns(targets, B, L, start, length);
      const count = countScored(wanted);
      const reader = await this.#reader(length);
      reader.plan.write(reader.tokens, columns(tokens, B, L, start, length));
      this.#state.moveTo(start);
      if (!(await reader.plan.run(['read'], 1, stop))) return undefined;
      if (count > 0) {
        const piece = await this.#scorePiece(reader, wanted, count, stop);
        if (!piece) return undefined;
        loss += piece.loss * piece.scored;
        scored += piece.scored;
        correct += piece.correct;
      } else await this.#backend.settled();
      // Messages arrive between two turns, whatever the backend.
      await delay(0);
      if (stop?.aborted) return undefined;
    }
    return { loss: loss / scored, scored, correct };
  }

  destroy(): void {
    for (const { plan } of this.#readers.values()) plan.destroy();
    this.#state.free();
  }

  async #scorePiece(
    reader: Reader,
    targets: Int32Array,
    count: number,
    stop: Stop | undefined,
  ): Promise<Score | undefined> {
    const { plan } = reader;
    plan.write(reader.targets, targets);
    plan.write(reader.scoring, Float64Array.of(1 / count, 0, 0, 0));
    if (!(await plan.run(['score'], 1, stop))) return undefined;
    const [loss = Number.NaN, scored = 0, correct = 0] = await plan.read(reader.results);
    return { loss, scored, correct };
  }

  async #reader(L: number): Promise<Reader> {
    const known = this.#readers.get(L);
    if (known) return known;
    const { B } = this.#shape;
    const recording = recordPiece(this.#model, { B, L }, this.#state.entries);
    const plan = await recording.plan(this.#backend, [this.#parameters, this.#state]);
    const reader = { plan, ...recording.tensors };
    this.#readers.set(L, reader);
    return reader;
  }
}

/** Reads (B, L) tokens with carried state. A list of its own scores them. */
export function recordPiece(
  model: Model,
  shape: BatchShape,
  carries: readonly StateEntry[],
): Recording<'read' | 'score', Scoring & { readonly tokens: Tensor }> {
  return new Recording(model, shape, { carries }, recorder => {
    const tokens = recorder.tokens();
    const y = recorder.blocks(recorder.embed(tokens));
    const read = recorder.take();
    const scoring = recorder.loss(y, 1);
    return { lists: { read, score: recorder.take() }, tensors: { ...scoring, tokens } };
  });
}
