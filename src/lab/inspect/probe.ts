import type { HostArray } from '../../gpu/dtype';
import type { InspectInput } from './inspection';
import type { StateNorms } from './state_trace';
import type { TensorKind } from './tensor_names';

/** What a sequence can be asked for beside an inspection: the values of the large or the small picture of blocks, the names of all tensors, or one tensor. */
export type ProbeRequest = { readonly contender: number; readonly input: InspectInput } & (
  | { readonly kind: 'flow' | 'adds' | 'tensors' }
  | { readonly kind: 'tensor'; readonly name: string }
);

/** Values of a contender for one sequence of L tokens, as the picture of its blocks shows them. */
export interface FlowValues {
  /** Tokens left out at the beginning. */
  readonly omitted: number;
  /** (L): the tokens as text. */
  readonly glyphs: readonly string[];
  /** (L): the likeliest next tokens, most likely first. */
  readonly predictions: readonly (readonly FlowPrediction[])[];
  /** (L): root mean square of the residual stream before the first block, over its D numbers. */
  readonly embedded: Float32Array;
  /** Of all layers, first to last, (L) each: root mean squares of the stream after it, and of what it added. */
  readonly layers: readonly { readonly stream: Float32Array; readonly added: Float32Array }[];
  /** By block; null: it carries nothing. */
  readonly states: readonly (StateNorms | null)[];
}

/** What the small picture of blocks shows of a contender for one sequence. */
export interface AddsValues {
  /** (layers), first to last: the root mean square, over all tokens, of what a layer added, as a share of that of the stream after it. */
  readonly shares: Float32Array;
  /** That the answer kept training waiting. */
  readonly milliseconds: number;
}

export interface FlowPrediction {
  readonly glyph: string;
  readonly logit: number;
  readonly probability: number;
  /** It is the target. */
  readonly right: boolean;
}

/** A carried state is one, too: what is there after the last token. */
export type ProbedKind = TensorKind | 'state';

/** A tensor that can be asked for. */
export interface TensorEntry {
  readonly name: string;
  readonly kind: ProbedKind;
  readonly shape: readonly number[];
}

export interface ProbedTensor extends TensorEntry {
  readonly dtype: string;
  /** Row-major. */
  readonly values: HostArray;
}

export type ProbeAnswer =
  | { readonly kind: 'flow'; readonly flow: FlowValues }
  | { readonly kind: 'adds'; readonly adds: AddsValues }
  | { readonly kind: 'tensors'; readonly tensors: readonly TensorEntry[] }
  | { readonly kind: 'tensor'; readonly tensor: ProbedTensor };
