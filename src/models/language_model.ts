import { type Dropout, dropout } from '../autodiff/ops/dropout';
import { linear } from '../autodiff/ops/linear';
import { rmsNorm } from '../autodiff/ops/rms_norm';
import { whole } from '../autodiff/slice';
import type { Parameter, Tape, Var } from '../autodiff/tape';
import type { Dispatch } from '../gpu/dispatch';
import type { Tensor } from '../gpu/tensor';
import type { Carry, ForwardCall } from './engine';
import { engineOf } from './engines';
import type { Layer, ParameterSpec } from './mixer';
import type { Model } from './model';

export interface RecordOptions {
  /** See ForwardCall. */
  readonly wholeGradient?: boolean;
  /** Drops values of what each layer gives, before it is added to the residual stream. */
  readonly dropout?: Dropout | undefined;
  /** Called with the dispatches that a layer of a block recorded, and its call. */
  readonly recorded?:
    | ((block: number, layer: Layer, call: ForwardCall<unknown>, dispatches: readonly Dispatch[]) => void)
    | undefined;
}

/** A model on a tape. Each parameter is recorded once, however often it is used. */
export class LanguageModel {
  readonly model: Model;
  readonly #tape: Tape;
  readonly #specs: ReadonlyMap<string, ParameterSpec>;
  readonly #wholeGradient: boolean;
  readonly #dropout: Dropout | undefined;
  readonly #recorded: RecordOptions['recorded'];
  readonly #parameters = new Map<string, Parameter>();

  constructor(tape: Tape, model: Model, { wholeGradient = false, dropout, recorded }: RecordOptions = {}) {
    this.model = model;
    this.#tape = tape;
    this.#wholeGradient = wholeGradient;
    this.#dropout = dropout;
    this.#recorded = recorded;
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
   * All blocks. x (B, L, D) -> (B, L, D), the residual stream before the last norm. Its first token is at position 0, at
   * `carry`'s cursor, or at `first`, i32 (4).
   */
  blocks(x: Var, B: number, L: number, carry?: (block: number) => Carry | undefined, first?: Tensor): Var {
    const { d_model: D, norm: kind, norm_eps: eps } = this.model.config;
    const alone = kind === 'none';
    const tape = this.#tape;
    let stream = x;
    let place = 0;
    for (const [i, { layers }] of this.model.blocks.entries()) {
      const block = `backbone.layers.${i}.`;
      const carried = carry?.(i);
      for (const { layer, config, norm, prefix } of layers) {
        const call = {
          tape,
          config,
          parameter: (name: string) => this.parameter(block + prefix + name),
          x: alone ? stream : rmsNorm(tape, stream, this.parameter(block + norm), eps),
          residual: alone || this.#dropout ? undefined : stream,
          B,
          L,
          D,
          carry: carried,
          first: carried?.cursor ?? first,
          wholeGradient: this.#wholeGradient,
        };
        const start = tape.forward.length;
        const given = engineOf(layer).forward(call);
        stream = this.#dropout ? dropout(tape, given, alone ? undefined : stream, this.#dropout, place++) : given;
        this.#recorded?.(i, layer, call, tape.forward.slice(start));
      }
    }
    return stream;
  }

  /** x (..., D) -> logits (..., V), written to `logits` if given. */
  head(x: Var, logits?: Var): Var {
    const { norm, norm_eps, tie_embeddings, head_bias } = this.model.config;
    const normed = norm === 'none' ? x : rmsNorm(this.#tape, x, this.parameter('backbone.norm_f.weight'), norm_eps);
    const weight = tie_embeddings ? this.embedding : this.parameter('lm_head.weight');
    const bias = head_bias ? this.parameter('lm_head.bias') : undefined;
    return linear(this.#tape, whole(normed), weight, { bias, into: logits && whole(logits) });
  }
}
