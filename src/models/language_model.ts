import { linear } from '../autodiff/ops/linear';
import { mlp } from '../autodiff/ops/mlp';
import { rmsNorm } from '../autodiff/ops/rms_norm';
import { whole } from '../autodiff/slice';
import type { Parameter, Tape, Var } from '../autodiff/tape';
import type { Tensor } from '../gpu/tensor';
import type { Carry, ParameterSpec } from './mixer';
import type { Model } from './model';

/** A model on a tape: its parameters, each recorded once however often it is used. */
export class LanguageModel {
  readonly model: Model;
  readonly #tape: Tape;
  readonly #specs: ReadonlyMap<string, ParameterSpec>;
  readonly #wholeGradient: boolean;
  readonly #parameters = new Map<string, Parameter>();

  /** `wholeGradient`: see MixerCall. */
  constructor(tape: Tape, model: Model, { wholeGradient = false }: { readonly wholeGradient?: boolean } = {}) {
    this.model = model;
    this.#tape = tape;
    this.#wholeGradient = wholeGradient;
    this.#specs = new Map(model.parameters.map(spec => [spec.name, spec]));
  }

  /** Throws for a name the model does not have. */
  parameter(name: string): Parameter {
    const known = this.#parameters.get(name);
    if (known) return known;
    const spec = this.#specs.get(name);
    if (!spec) throw new Error(`the model has no parameter '${name}'`);
    const parameter = this.#tape.parameter(name, spec.shape);
    this.#parameters.set(name, parameter);
    return parameter;
  }

  get embedding(): Parameter {
    return this.parameter('backbone.embedding.weight');
  }

  /**
   * All blocks. x (B, L, D) -> (B, L, D), the residual stream before the last norm. Its first token is at position 0, or where
   * `carry` is, or at `first`, i32 (4).
   */
  blocks(x: Var, B: number, L: number, carry?: (block: number) => Carry | undefined, first?: Tensor): Var {
    const { d_model: D, norm_eps: eps } = this.model.config;
    const tape = this.#tape;
    let stream = x;
    this.model.blocks.forEach((block, i) => {
      const prefix = `backbone.layers.${i}`;
      const carried = carry?.(i);
      stream = block.mixer.forward({
        tape,
        config: block.config,
        parameter: name => this.parameter(`${prefix}.mixer.${name}`),
        x: rmsNorm(tape, stream, this.parameter(`${prefix}.norm.weight`), eps),
        residual: stream,
        B,
        L,
        D,
        carry: carried,
        first: carried?.cursor ?? first,
        wholeGradient: this.#wholeGradient,
      });
      if (block.mlp !== null) {
        const normed = rmsNorm(tape, stream, this.parameter(`${prefix}.norm2.weight`), eps);
        stream = mlp(
          tape,
          normed,
          stream,
          this.parameter(`${prefix}.mlp.fc1.weight`),
          this.parameter(`${prefix}.mlp.fc2.weight`),
        );
      }
    });
    return stream;
  }

  /** x (..., D) -> logits (..., V), written to `logits` if given. */
  head(x: Var, logits?: Var): Var {
    const normed = rmsNorm(this.#tape, x, this.parameter('backbone.norm_f.weight'), this.model.config.norm_eps);
    const weight = this.model.config.tie_embeddings ? this.embedding : this.parameter('lm_head.weight');
    return linear(this.#tape, whole(normed), weight, { into: logits && whole(logits) });
  }
}
