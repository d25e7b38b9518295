import { embedding } from '../../autodiff/ops/embedding';
import { Tape } from '../../autodiff/tape';
import type { Backend, HostArray } from '../../gpu/backend';
import type { Dispatch } from '../../gpu/dispatch';
import { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import { LanguageModel } from '../../models/language_model';
import type { Model } from '../../models/model';

/** One sequence of L tokens through a model, by the form that trains: a recording of its own, beside training. */
export class KeptForward {
  readonly #backend: Backend;
  readonly #plan: Plan;
  readonly #tokens: Tensor;
  readonly #logits: Tensor;

  private constructor(backend: Backend, plan: Plan, tokens: Tensor, logits: Tensor) {
    this.#backend = backend;
    this.#plan = plan;
    this.#tokens = tokens;
    this.#logits = logits;
  }

  /** Reads the parameters where they are, so it follows their training. Throws MemoryError. */
  static async make(backend: Backend, model: Model, parameters: ParameterArena, L: number): Promise<KeptForward> {
    const tape = new Tape({ training: true });
    const tokens = tape.tensor('tokens', [1, L], 'persistent', 'i32');
    const language = new LanguageModel(tape, model);
    const logits = language.head(language.blocks(embedding(tape, tokens, language.embedding), 1, L));
    const lists: Record<string, Dispatch[]> = { forward: tape.forward };
    const plan = await Plan.make(backend, { lists, placed: tensor => parameters.placed(tensor) });
    return new KeptForward(backend, plan, tokens, logits.data);
  }

  /** Logits (L, V) of tokens (L). */
  async run(tokens: Int32Array): Promise<HostArray> {
    this.#backend.write(this.#plan.view(this.#tokens).memory, tokens);
    this.#plan.run(['forward']);
    return this.#read(this.#logits);
  }

  destroy(): void {
    this.#plan.destroy();
  }

  #read(tensor: Tensor): Promise<HostArray> {
    const { memory, offset, elements } = this.#plan.view(tensor);
    return this.#backend.read(memory, offset, elements);
  }
}
