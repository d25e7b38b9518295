import type { z } from 'zod';
import type { Parameter, Tape, Var } from '../autodiff/tape';
import type { Choice, Field, Switch } from '../field';
import type { HostArray } from '../gpu/backend';
import type { Kernel } from '../gpu/kernel';
import type { Tensor } from '../gpu/tensor';
import type { DecodeCall } from './decode_assembler';
import type { Initialiser } from './initialise';
import type { View } from './view';

/** A parameter before it exists. */
export interface ParameterSpec {
  /** Relative to `backbone.layers.{i}.mixer.`, as in state-spaces/mamba. */
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
}

/** State to start from and to leave behind, in place: present in sampling, prefill, and streaming evaluation. */
export interface Carry {
  /** A tensor of the mixer's `state`, (B, ...shape). Zero before the first token. */
  state(name: string): Tensor;
  /** i32 (4): [0] is the position of the first token of this call. Advanced by the caller, once per call. */
  readonly cursor: Tensor;
}

/** What a mixer's `forward` works with. */
export interface MixerCall<C> {
  readonly tape: Tape;
  readonly config: C;
  /** By the name of its ParameterSpec. */
  parameter(name: string): Parameter;
  /** (B, L, D), normalised. */
  readonly x: Var;
  /** (B, L, D), the residual stream; the mixer returns `residual + mixer(x)`, fused into its last projection. */
  readonly residual: Var;
  readonly B: number;
  readonly L: number;
  readonly D: number;
  /** Absent in training: state starts at zero and is not kept. */
  readonly carry?: Carry | undefined;
  /** i32 (4): [0] is the position of the first token of x in its sequence; absent: it is 0. */
  readonly first?: Tensor | undefined;
  /** Gradients flow through all tokens, even where the block's config cuts them in training: for what measures them. */
  readonly wholeGradient?: boolean | undefined;
}

/** What a mixer's `views` works with: one sequence of L tokens that `forward` has mixed as in training, every tensor of it kept. */
export interface ViewsCall<C> {
  readonly config: C;
  readonly L: number;
  readonly D: number;
  /** (L, D), normalised: what the block read. */
  x(): Promise<HostArray>;
  /** By the name of its ParameterSpec. */
  parameter(name: string): Promise<HostArray>;
  /** What is in a buffer of a kernel that `forward` ran once, B = 1. */
  kept<Buf extends string, Dim extends string>(kernel: Kernel<Buf, Dim>, buffer: Buf): Promise<HostArray>;
}

/** How tokens of a sequence are mixed. One file each in models/mixers; models/registry.ts lists them. */
export interface Mixer<C = unknown> {
  readonly name: string;
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
  /** Configs beyond the default one whose `forward` differs from it: the registry's tests check these, too. */
  readonly forms?: readonly Readonly<Record<string, unknown>>[];
  /** Throws ModelError if config and D do not fit. */
  parameters(config: C, D: number): readonly ParameterSpec[];
  forward(call: MixerCall<C>): Var;
  /** Writes what `forward` does to one token, with carry, for whole-model decoding; absent: the model decodes layer by layer. */
  decode?(call: DecodeCall<C>): void;
  /** State carried for sequences of up to `capacity` tokens. */
  state(config: C, D: number, capacity: number): readonly StateSpec[];
  /** Bytes of state that a sequence needs at position t (grows with t for a KV cache). */
  stateBytes(config: C, D: number, t: number): number;
  /** Forward FLOPs (2 per multiply-add) of the token at position t, the first at 0: projections and all else, with carried state. */
  flops(config: C, D: number, t: number): number;
  /** The sum of `flops` over positions 0 to L - 1, without walking through them; absent: `flops` is the same at every position. */
  sequenceFlops?(config: C, D: number, L: number): number;
  /** Tokens back that one token of this block can see, itself included; null: all. */
  receptiveField(config: C): number | null;
  /** What there is to see inside it, from what `forward` computed; absent: nothing. */
  views?(call: ViewsCall<C>): Promise<readonly View[]>;
}

/** A model that cannot be built; the message names the fix. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
