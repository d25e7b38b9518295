import { crossEntropy } from '../../autodiff/ops/cross_entropy';
import { embedding } from '../../autodiff/ops/embedding';
import { Tape } from '../../autodiff/tape';
import type { Backend, Stop } from '../../gpu/backend';
import { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import { LanguageModel } from '../../models/language_model';
import type { Model } from '../../models/model';
import { countScored } from '../../scored';
import type { Batch } from '../../tasks/task';
import { delay } from '../delay';
import { CarriedState } from '../sampling/carried_state';
import type { BatchShape } from '../sampling/logits';
import { checkBatch } from './check_batch';
import { columns } from './columns';

/** Loss and accuracy over the scored positions of a batch. */
export interface Score {
  /** Nats per scored token; NaN where nothing is scored. */
  readonly loss: number;
  readonly scored: number;
  readonly correct: number;
}

/** Tokens of a sequence that go through the parallel form at once. */
export const PIECE = 1024;

interface Reader {
  readonly plan: Plan;
  readonly tokens: Tensor;
  readonly targets: Tensor;
  readonly scoring: Tensor;
  readonly slot: Tensor;
  readonly results: Tensor;
}

/**
 * Reads sequences of any length in pieces with carried state: what a recurrent model needs does not grow with L, and a KV cache
 * grows as it must. Pieces without a scored position are read without computing logits.
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

  /** For batches of (B, L). Throws MemoryError. */
  static async make(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    shape: BatchShape,
  ): Promise<StreamEvaluation> {
    const state = await CarriedState.make(backend, model, shape.B, shape.L);
    return new StreamEvaluation(backend, model, parameters, shape, state);
  }

  /**
   * Scores one batch, starting from zero state. Undefined: `stop` came first, and the next batch starts afresh. Throws BatchError;
   * rejects when the device is lost.
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
      this.#backend.write(reader.plan.view(reader.tokens).memory, columns(tokens, B, L, start, length));
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
    this.#backend.write(plan.view(reader.targets).memory, targets);
    this.#backend.write(plan.view(reader.scoring).memory, Float64Array.of(1 / count, 0, 0, 0));
    if (!(await plan.run(['score'], 1, stop))) return undefined;
    const { memory, offset, elements } = plan.view(reader.results);
    const [loss = Number.NaN, scored = 0, correct = 0] = await this.#backend.read(memory, offset, elements);
    return { loss, scored, correct };
  }

  async #reader(L: number): Promise<Reader> {
    const known = this.#readers.get(L);
    if (known) return known;
    const { B } = this.#shape;
    const tape = new Tape({ training: false });
    const language = new LanguageModel(tape, this.#model);
    const tensors = {
      tokens: tape.tensor('tokens', [B, L], 'persistent', 'i32'),
      targets: tape.tensor('targets', [B, L], 'persistent', 'i32'),
      scoring: tape.tensor('scoring', [4], 'persistent'),
      slot: tape.tensor('slot', [4], 'persistent', 'i32'),
      results: tape.tensor('results', [1, 4], 'persistent'),
    };
    const { carry } = this.#state.on(tape);
    const y = language.blocks(embedding(tape, tensors.tokens, language.embedding), B, L, carry);
    const read = tape.forward.slice();
    crossEntropy(tape, language.head(y), { ...tensors, cursor: tensors.slot });
    const plan = await Plan.make(this.#backend, {
      lists: { read, score: tape.forward.slice(read.length) },
      placed: tensor => this.#parameters.placed(tensor) ?? this.#state.placed(tensor),
    });
    try {
      await plan.hasten();
    } catch (error) {
      plan.destroy();
      throw error;
    }
    const reader = { plan, ...tensors };
    this.#readers.set(L, reader);
    return reader;
  }
}
