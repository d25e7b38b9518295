import { crossEntropy, logitsVariable, type Scoring } from '../../autodiff/ops/cross_entropy';
import { embedding } from '../../autodiff/ops/embedding';
import { Tape, type Var } from '../../autodiff/tape';
import type { Dispatch } from '../../gpu/dispatch';
import type { Tensor } from '../../gpu/tensor';
import { LanguageModel, type RecordedLayer } from '../../models/language_model';
import type { Model } from '../../models/model';
import type { StateEntry } from '../../models/state_layout';
import type { BatchShape } from './batch_shape';
import { type CarriedTensors, carriedTensors } from './carried_tensors';

export interface RecordingOptions {
  /** Records backward, too; mixers take the form that trains. */
  readonly trains?: boolean;
  /** Gradients flow through the whole sequence, even if training truncates a block's gradients. */
  readonly wholeGradient?: boolean;
  /** Share of values that dropout drops (see autodiff/ops/dropout); 0 records nothing. */
  readonly dropout?: number;
  /** The state that blocks carry from call to call; absent: a sequence begins with the call. */
  readonly carries?: readonly StateEntry[] | undefined;
}

/** Records a language model on a tape for batches of (B, L), from the tokens to what follows the last norm. */
export class Recorder {
  readonly tape: Tape;
  readonly language: LanguageModel;
  /** i32 (4): [0] is the position of the first token of a call with carried state. */
  readonly cursor: Tensor;
  /** i32 (4), what dropout draws from; the host writes it. Absent: nothing is dropped. */
  readonly draw: Tensor | undefined;
  /** Of all blocks, first to last. */
  readonly layers: RecordedLayer[] = [];
  readonly #shape: BatchShape;
  /** The carried state, in the order of its entries. */
  readonly states: readonly Tensor[];
  readonly #carry: CarriedTensors['carry'] | undefined;
  #taken = 0;

  constructor(
    model: Model,
    shape: BatchShape,
    { trains = false, wholeGradient = false, dropout: rate = 0, carries }: RecordingOptions,
  ) {
    this.tape = new Tape({ training: trains });
    this.draw = rate > 0 ? this.tape.tensor('dropout draw', [4], 'persistent', 'i32') : undefined;
    this.language = new LanguageModel(this.tape, model, {
      wholeGradient,
      dropout: this.draw && { rate, draw: this.draw },
      recorded: layer => this.layers.push(layer),
    });
    this.#shape = shape;
    const { cursor, states, carry } = carriedTensors(this.tape, carries ?? []);
    this.cursor = cursor;
    this.states = states;
    this.#carry = carries && carry;
  }

  /** i32 (B, L); the host writes it. */
  tokens(): Tensor {
    const { B, L } = this.#shape;
    return this.tape.tensor('tokens', [B, L], 'persistent', 'i32');
  }

  /** i32 (4): [0] is the position of the first token of a call, where it is not 0 or the cursor. */
  firstPosition(): Tensor {
    return this.tape.tensor('first position', [4], 'persistent', 'i32');
  }

  /** tokens i32 (B, L) -> (B, L, D). */
  embed(tokens: Tensor): Var {
    return embedding(this.tape, tokens, this.language.embedding);
  }

  /** All blocks. x (B, L, D) -> (B, L, D), before the last norm. `first`: see `firstPosition`. */
  blocks(x: Var, first?: Tensor): Var {
    const { B, L } = this.#shape;
    return this.language.blocks(x, B, L, this.#carry, first);
  }

  /** Mean loss and accuracy of y (B, L, D), in a ring of `slots` results; `losses` and what is left in `logits` (B, L, V): see crossEntropy. */
  loss(y: Var, slots: number): Scoring & { readonly losses: Tensor; readonly logits: Tensor } {
    const { B, L } = this.#shape;
    const { tape } = this;
    const scoring = {
      targets: tape.tensor('targets', [B, L], 'persistent', 'i32'),
      scoring: tape.tensor('scoring', [4], 'persistent'),
      cursor: tape.tensor('result slot', [4], 'persistent', 'i32'),
      results: tape.tensor('results', [slots, 4], 'persistent'),
    };
    const logits = logitsVariable(tape, [B, L, this.language.model.config.vocab_size]);
    return { ...scoring, logits: logits.data, losses: crossEntropy(tape, this.language.head(y, logits), scoring) };
  }

  /** The forward dispatches recorded since the last call. */
  take(): Dispatch[] {
    const taken = this.tape.forward.slice(this.#taken);
    this.#taken += taken.length;
    return taken;
  }
}
