import type { Parameter, Tape, Var } from '../autodiff/tape';
import type { HostArray } from '../gpu/dtype';
import type { Kernel } from '../gpu/kernel';
import type { Tensor } from '../gpu/tensor';
import type { DecodeCall } from './decode_assembler';
import type { View } from './view';

/**
 * State to start from and to leave behind, in place: present in sampling, prefill, and streaming evaluation, and where training goes on
 * from an earlier piece of a sequence. No gradient flows into it.
 */
export interface Carry {
  /** A tensor of the layer's `state`, (B, ...shape). Zero before the first token. */
  state(name: string): Tensor;
  /** i32 (4): [0] is the position of the first token of this call. Advanced by the caller, once per call, after backward. */
  readonly cursor: Tensor;
}

/** What the `forward` of a layer works with. */
export interface ForwardCall<C> {
  readonly tape: Tape;
  readonly config: C;
  /** By the name of its ParameterSpec. */
  parameter(name: string): Parameter;
  /** (B, L, D), normalised. */
  readonly x: Var;
  /** (B, L, D), the residual stream; the layer returns `residual + layer(x)`, fused into its last projection. */
  readonly residual: Var;
  readonly B: number;
  readonly L: number;
  readonly D: number;
  /** Absent: state starts at zero and is not kept. */
  readonly carry?: Carry | undefined;
  /** i32 (4): [0] is the position of the first token of x in its sequence; absent: it is 0. */
  readonly first?: Tensor | undefined;
  /** Gradients flow through all tokens, even where the block's config cuts them in training: for what measures them. */
  readonly wholeGradient?: boolean | undefined;
}

/** Records a layer: one function for training, prefill, and steps. */
export type Forward<C> = (call: ForwardCall<C>) => Var;

/** Writes what `forward` does to one token, with carry, for whole-model decoding. */
export type Decode<C> = (call: DecodeCall<C>) => void;

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

/** What there is to see inside a mixer, from what `forward` computed. */
export type Views<C> = (call: ViewsCall<C>) => Promise<readonly View[]>;

/** How a layer runs. */
export interface Engine {
  readonly forward: Forward<unknown>;
  /** Absent: a model with it samples layer by layer. */
  readonly decode?: Decode<unknown> | undefined;
  /** Absent: nothing of it is drawn. */
  readonly views?: Views<unknown> | undefined;
}
