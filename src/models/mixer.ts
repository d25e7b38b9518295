import type { z } from 'zod';
import type { Choice, Field, Switch } from '../field';
import type { Initialiser } from './initialise';

/** A parameter before it exists. */
export interface ParameterSpec {
  /** Relative to the layer, as in state-spaces/mamba: `backbone.layers.{i}.mixer.` or `.mlp.` stands before it. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialise: Initialiser;
  /** Weight decay applies. Default: two or more dimensions. */
  readonly decay?: boolean;
  /**
   * Its product is added to the residual stream: at the start it is smaller by the square root of how many such sums the model has, as
   * in GPT-2 and Mamba. Default: false.
   */
  readonly residual?: boolean;
}

/** A tensor carried from token to token: (B, ...shape). */
export interface StateSpec {
  readonly name: string;
  /** Per sequence. */
  readonly shape: readonly number[];
  /** Elements of it that a step needs to work in, and that no token needs from the one before it. Default: 0. */
  readonly spare?: number;
}

/** What adds to the residual stream of a model, `x = x + layer(norm(x))`: a mixer or an MLP, as data. engine.ts has how it runs. */
export interface Layer<C = unknown> {
  readonly name: string;
  /** Throws ModelError if config and D do not fit. */
  parameters(config: C, D: number): readonly ParameterSpec[];
  /** State carried for sequences of up to `capacity` tokens. */
  state(config: C, D: number, capacity: number): readonly StateSpec[];
  /** Forward FLOPs (2 per multiply-add) of the token at position t, the first at 0: projections and all else, with carried state. */
  flops(config: C, D: number, t: number): number;
  /** The sum of `flops` over positions 0 to L - 1, without walking through them; absent: `flops` is the same at every position. */
  sequenceFlops?(config: C, D: number, L: number): number;
  /** Tokens back that one token of this layer can see, itself included; null: all. */
  receptiveField(config: C): number | null;
}

/** How tokens of a sequence are mixed, as data. One folder each in models/mixers; models/registry.ts lists them. */
export interface MixerDescription<C = unknown> extends Layer<C> {
  readonly title: string;
  /** Two sentences for a first-year student, the term of the field in them. */
  readonly summary: string;
  readonly citations: readonly string[];
  /** Block config with defaults; strict. `d_model` divisibility and the like are checked by `parameters`. */
  readonly schema: z.ZodType<C>;
  /** What the page lets the visitor change. */
  readonly fields: readonly Field[];
  readonly choices?: readonly Choice[];
  readonly switches?: readonly Switch[];
  /** Configs beyond the default one that compute something else: the registry's tests check these, too. */
  readonly forms?: readonly Readonly<Record<string, unknown>>[];
  /** Why training cannot start from the state that an earlier piece of a sequence left; absent: it can. */
  readonly trainsWholeOnly?: string;
}

/** A model that cannot be built; the message names the fix. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
