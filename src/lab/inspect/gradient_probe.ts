import { crossEntropy, logitsVariable } from '../../autodiff/ops/cross_entropy';
import { embedding } from '../../autodiff/ops/embedding';
import { Tape } from '../../autodiff/tape';
import type { Backend, Stop } from '../../gpu/backend';
import { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import { LanguageModel } from '../../models/language_model';
import type { Model } from '../../models/model';
import { IGNORED } from '../../scored';
import type { Batch } from '../../tasks/task';
import { usedBy } from '../race/used_by';
import type { BatchShape } from '../sampling/logits';

/** Tokens that may begin later in their sequences than at position 0. */
interface ProbedBatch extends Batch {
  /** Position of the first of them. */
  readonly first?: number;
}

interface ProbeTensors {
  readonly tokens: Tensor;
  /** Absent where no block knows absolute positions. */
  readonly first: Tensor | undefined;
  readonly targets: Tensor;
  readonly scoring: Tensor;
  readonly gradient: Tensor;
}

/**
 * Gradients of the loss at one position with respect to the embedding of every token: a recording of its own, beside training. They
 * are those of the whole sequence, even for a block whose training truncates them.
 */
export class GradientProbe {
  readonly #backend: Backend;
  readonly #plan: Plan;
  readonly #shape: BatchShape;
  readonly #D: number;
  readonly #tensors: ProbeTensors;

  private constructor(backend: Backend, plan: Plan, shape: BatchShape, D: number, tensors: ProbeTensors) {
    this.#backend = backend;
    this.#plan = plan;
    this.#shape = shape;
    this.#D = D;
    this.#tensors = tensors;
  }

  /** Reads the parameters where they are, so it follows their training. Throws MemoryError. */
  static async make(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    shape: BatchShape,
  ): Promise<GradientProbe> {
    const { B, L } = shape;
    const tape = new Tape({ training: true });
    const scoring = {
      targets: tape.tensor('targets', [B, L], 'persistent', 'i32'),
      scoring: tape.tensor('scoring', [4], 'persistent'),
      cursor: tape.tensor('slot', [4], 'persistent', 'i32'),
      results: tape.tensor('results', [1, 4], 'persistent'),
    };
    const tokens = tape.tensor('tokens', [B, L], 'persistent', 'i32');
    const language = new LanguageModel(tape, model, { wholeGradient: true });
    const x = embedding(tape, tokens, language.embedding);
    const logits = logitsVariable(tape, [B, L, model.config.vocab_size]);
    const first = tape.tensor('first position', [4], 'persistent', 'i32');
    language.head(language.blocks(x, B, L, undefined, first), logits);
    crossEntropy(tape, logits, scoring);
    if (!x.grad) throw new Error('the embedding has no gradient');
    const plan = await Plan.make(backend, {
      lists: { forward: tape.forward, backward: tape.backward },
      placed: tensor => parameters.placed(tensor),
    });
    const tensors = {
      tokens,
      first: usedBy(tape.forward, first),
      targets: scoring.targets,
      scoring: scoring.scoring,
      gradient: x.grad,
    };
    return new GradientProbe(backend, plan, shape, model.config.d_model, tensors);
  }

  /**
   * (L), by token: ‖∂ loss at `position` / ∂ embedding of the token‖, mean over the batch; 0 after `position`.
   * Only the target at `position` of each row counts; it must be a token. Undefined: `stop` came first.
   */
  async norms(batch: ProbedBatch, position: number): Promise<Float64Array>;
  async norms(batch: ProbedBatch, position: number, stop: Stop): Promise<Float64Array | undefined>;
  async norms(
    { tokens, targets, first = 0 }: ProbedBatch,
    position: number,
    stop?: Stop,
  ): Promise<Float64Array | undefined> {
    const { B, L } = this.#shape;
    const counted = targets.map((target, i) => (i % L === position ? target : IGNORED));
    this.#backend.write(this.#plan.view(this.#tensors.tokens).memory, tokens);
    this.#backend.write(this.#plan.view(this.#tensors.targets).memory, counted);
    const place = this.#tensors.first;
    if (place) this.#backend.write(this.#plan.view(place).memory, Int32Array.of(first, 0, 0, 0));
    // Not divided by B: each row has the gradient of its own loss.
    this.#backend.write(this.#plan.view(this.#tensors.scoring).memory, Float64Array.of(1, 0, 0, 0));
    if (!(await this.#plan.run(['forward', 'backward'], 1, stop))) return undefined;
    // Backward ends with the embedding, whose gradient is therefore still in place.
    const { memory, offset, elements } = this.#plan.view(this.#tensors.gradient);
    const gradient = await this.#backend.read(memory, offset, elements);
    return meanNorms(gradient, B, L, this.#D);
  }

  destroy(): void {
    this.#plan.destroy();
  }
}

/** gradient (B, L, D) -> (L) */
function meanNorms(gradient: ArrayLike<number>, B: number, L: number, D: number): Float64Array {
  const norms = new Float64Array(L);
  for (let row = 0; row < B * L; row++) {
    let squares = 0;
    for (let d = 0; d < D; d++) squares += (gradient[row * D + d] ?? 0) ** 2;
    norms[row % L] = (norms[row % L] ?? 0) + Math.sqrt(squares) / B;
  }
  return norms;
}
