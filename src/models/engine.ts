import type { Parameter, Tape, Var } from '../autodiff/tape';
import type { HostArray } from '../gpu/dtype';
import type { Kernel } from '../gpu/kernel';
import type { Tensor } from '../gpu/tensor';
import type { DecodeCall } from './decode_assembler';
import type { BlockView } from './view';

/**
 * State to start from and to update in place: in sampling, prefill, streaming evaluation, and training on a later piece of a
 * sequence. No gradient flows into it.
 */
export interface Carry {
  /** A tensor of the layer's `state`, (B, ...shape). Zero before the first token. */
  state(name: string): Tensor;
  /** i32 (4): [0] is the position of the first token of this call. The caller advances it once per call, after backward. */
  readonly cursor: Tensor;
}

export interface ForwardCall<C> {
  readonly tape: Tape;
  readonly config: C;
  /** By the name of its ParameterSpec. */
  parameter(name: string): Parameter;
  /** (B, L, D), normalised unless the layer stands alone. */
  readonly x: Var;
  /**
   * (B, L, D), the residual stream; the layer returns `residual + layer(x)`, fused into its last projection. Absent: it returns
   * `layer(x)`, because dropout comes before the sum, or because it stands alone (see Layer) and there is none.
   */
  readonly residual: Var | undefined;
  readonly B: number;
  readonly L: number;
  readonly D: number;
  /** Absent: state starts at zero and is not kept. */
  readonly carry?: Carry | undefined;
  /** i32 (4): [0] is the position of the first token of x in its sequence; absent: it is 0. */
  readonly first?: Tensor | undefined;
  /** Gradients flow through all tokens, even if the block's config truncates them in training. For measurements of gradients. */
  readonly wholeGradient?: boolean | undefined;
}

/** Records a layer, for training, prefill, and steps. */
export type Forward<C> = (call: ForwardCall<C>) => Var;

/** Writes `forward` of one token with carry as steps of the decode program. */
export type Decode<C> = (call: DecodeCall<C>) => void;

/** Argument of a mixer's `views`: one sequence of L tokens after `forward` as in training, with every tensor kept. */
export interface ViewsCall<C> {
  readonly config: C;
  readonly L: number;
  readonly D: number;
  /** (L, D), normalised: the block's input. */
  x(): Promise<HostArray>;
  /** By the name of its ParameterSpec. */
  parameter(name: string): Promise<HostArray>;
  /** Values of a buffer of a kernel that `forward` ran once, B = 1. */
  kept<Buf extends string, Dim extends string>(kernel: Kernel<Buf, Dim>, buffer: Buf): Promise<HostArray>;
}

/** Views of a mixer's inside, from the tensors of `forward`. */
export type Views<C> = (call: ViewsCall<C>) => Promise<readonly BlockView[]>;

/** How a layer runs. */
export interface Engine {
  readonly forward: Forward<unknown>;
  /** Absent: a model with it samples layer by layer. */
  readonly decode?: Decode<unknown> | undefined;
  /** Absent: Inspect draws nothing of it. */
  readonly views?: Views<unknown> | undefined;
}
