import { type Dropout, dropout } from '../autodiff/ops/dropout';
import { linear } from '../autodiff/ops/linear';
import { rmsNorm } from '../autodiff/ops/rms_norm';
import { whole } from '../autodiff/slice';
import type { Parameter, Tape, Var } from '../autodiff/tape';
import type { Dispatch } from '../gpu/dispatch';
import type { Tensor } from '../gpu/tensor';
import type { BoundLayer } from './block';
import type { Carry, ForwardCall } from './engine';
import { engineOf } from './engines';
import type { ParameterSpec } from './mixer';
import type { Model } from './model';

export interface RecordOptions {
  /** See ForwardCall. */
  readonly wholeGradient?: boolean;
  /** Drops values of what each layer gives, before it is added to the residual stream. */
  readonly dropout?: Dropout | undefined;
  /** Called with what each layer recorded, first to last. */
  readonly recorded?: ((layer: RecordedLayer) => void) | undefined;
}

/** A layer of a block on a tape. */
export interface RecordedLayer {
  readonly block: number;
  readonly bound: BoundLayer;
  readonly call: ForwardCall<unknown>;
  /** The residual stream after it; in a model without one what the layer gives. */
  readonly output: Var;
  readonly forward: readonly Dispatch[];
  readonly backward: readonly Dispatch[];
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
   * All blocks. x (B, L, D) -> (B, L, D), the residual stream before the last norm. Its first token is at `first`, i32 (4), or else at
   * `carry`'s cursor, or else at position 0.
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
      for (const bound of layers) {
        const { layer, config, norm, prefix } = bound;
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
          first: first ?? carried?.cursor,
          wholeGradient: this.#wholeGradient,
        };
        const [start, behind] = [tape.forward.length, tape.backward.length];
        const given = engineOf(layer).forward(call);
        stream = this.#dropout ? dropout(tape, given, alone ? undefined : stream, this.#dropout, place++) : given;
        const backward = tape.backward.slice(0, tape.backward.length - behind);
        this.#recorded?.({ block: i, bound, call, output: stream, forward: tape.forward.slice(start), backward });
      }
    }
    return stream;
  }

  /** x (..., D) -> logits (..., V), written to `logits` if given. */
  head(x: Var, logits?: Var): Var {
    return this.logits(this.lastNorm(x), logits);
  }

  /** x (..., D) -> (..., D), what the head reads: x itself in a model without norms. */
  lastNorm(x: Var): Var {
    const { norm, norm_eps } = this.model.config;
    return norm === 'none' ? x : rmsNorm(this.#tape, x, this.parameter('backbone.norm_f.weight'), norm_eps);
  }

  /** Of the last norm (..., D) -> logits (..., V), written to `logits` if given. */
  logits(normed: Var, logits?: Var): Var {
    const { tie_embeddings, head_bias } = this.model.config;
    const weight = tie_embeddings ? this.embedding : this.parameter('lm_head.weight');
    const bias = head_bias ? this.parameter('lm_head.bias') : undefined;
    return linear(this.#tape, whole(normed), weight, { bias, into: logits && whole(logits) });
  }
}
