import type { z } from 'zod';
import type { Choice, Field, Switch } from '../field';
import type { Initialiser } from './initialise';

/** Specification of a parameter. */
export interface ParameterSpec {
  /** Relative to the layer, as in state-spaces/mamba; the prefix is `backbone.layers.{i}.mixer.` or `.mlp.`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialise: Initialiser;
  /** Weight decay applies. Default: two or more dimensions. */
  readonly decay?: boolean;
  /**
   * Its product is added to the residual stream. Its initial values are divided by the square root of the number of such sums
   * in the model, as in GPT-2 and Mamba. Default: false.
   */
  readonly residual?: boolean;
}

/** A tensor carried from token to token: (B, ...shape). */
export interface StateSpec {
  readonly name: string;
  /** Per sequence. */
  readonly shape: readonly number[];
  /** Elements that a step uses as scratch space and does not carry. Default: 0. */
  readonly spare?: number;
}

/** A mixer or an MLP as data; it adds to the residual stream, `x = x + layer(norm(x))`. engine.ts runs it. */
export interface Layer<C = unknown> {
  readonly name: string;
  /** Throws ModelError if config and D do not fit. */
  parameters(config: C, D: number): readonly ParameterSpec[];
  /** Carried state for sequences of up to `capacity` tokens. */
  state(config: C, D: number, capacity: number): readonly StateSpec[];
  /** Forward FLOPs (2 per multiply-add) of the token at position t, from 0, with carried state; includes projections. */
  flops(config: C, D: number, t: number): number;
  /** Closed form of the sum of `flops` over positions 0 to L - 1; absent: `flops` is the same at every position. */
  sequenceFlops?(config: C, D: number, L: number): number;
  /** Receptive field of this layer in tokens, the current one included; null: all. */
  receptiveField(config: C): number | null;
  /** How many tokens back it looks, if that is not each number below its receptive field. */
  distances?(config: C): readonly number[];
  /** It can stand without norm and residual stream, as `x = layer(x)`. Absent: it cannot. */
  readonly standsAlone?: true;
}

/** A mixer as data. Each has a folder in models/mixers; models/registry.ts lists them. */
export interface MixerDescription<C = unknown> extends Layer<C> {
  readonly title: string;
  /** Two sentences for a first-year student, the term of the field in them. */
  readonly summary: string;
  readonly citations: readonly string[];
  /** Block config with defaults; strict. `d_model` divisibility and the like are checked by `parameters`. */
  readonly schema: z.ZodType<C>;
  /** The fields that the page offers. */
  readonly fields: readonly Field[];
  readonly choices?: readonly Choice[];
  readonly switches?: readonly Switch[];
  /** Configs that compute something other than the default; the registry's tests check these, too. */
  readonly forms?: readonly Readonly<Record<string, unknown>>[];
  /** Why training cannot start from carried state; absent: it can. */
  readonly trainsWholeOnly?: string;
  /** The most tokens of a sequence that it can be trained on; null, or absent: any number. */
  longest?(config: C): number | null;
}

/** A model that cannot be built; the message names the fix. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
