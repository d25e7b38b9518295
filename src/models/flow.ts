import type { BoundLayer } from './block';
import { type Carried, carriedOf } from './carried';
import type { Model } from './model';

/** One of the things that a token passes on its way through a model. */
export interface Piece {
  readonly kind: 'embedding' | 'norm' | 'mixer' | 'mlp' | 'head';
  /** Unique in its model: the prefix of the names of its parameters, without the last dot. */
  readonly key: string;
  readonly title: string;
  /** What it does, in plain words. */
  readonly about: string;
  /** Letters of its input and output: B sequences of L tokens, D channels, V tokens of the vocabulary. */
  readonly shapes: readonly [input: string, output: string];
  /** By full name. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** A layer of a block: what it gives is added to the residual stream. */
export interface FlowLayer {
  /** From 0. */
  readonly block: number;
  /** Null: the model has no norms. */
  readonly norm: Piece | null;
  readonly own: Piece;
  readonly carried: Carried | null;
}

/** How a token flows through a model, first to last. */
export interface Flow {
  readonly D: number;
  readonly V: number;
  readonly embedding: Piece;
  readonly layers: readonly FlowLayer[];
  readonly norm: Piece | null;
  readonly head: Piece;
}

const STREAM = '(B, L, D)';

/** What a sequence carries is that after L tokens. */
export function flowOf(model: Model, L: number): Flow {
  const { d_model: D, vocab_size: V, tie_embeddings: tied, norm } = model.config;
  const alone = norm === 'none';
  const piece = (kind: Piece['kind'], key: string, title: string, about: string, shapes: Piece['shapes']): Piece => ({
    kind,
    key,
    title,
    about,
    shapes,
    parameters: model.parameters.filter(({ name }) => name.startsWith(`${key}.`)),
  });
  const normed = (key: string): Piece | null => (alone ? null : piece('norm', key, 'Norm', NORM, [STREAM, STREAM]));
  const layers = model.blocks.flatMap(({ mixer, layers }, block) =>
    layers.map(({ layer, config, norm: weight, prefix }: BoundLayer): FlowLayer => {
      const own = `backbone.layers.${block}.`;
      const key = own + prefix.slice(0, -1);
      const isMixer = layer === mixer;
      return {
        block,
        norm: normed(own + weight.replace(/\.weight$/, '')),
        own: isMixer
          ? piece('mixer', key, mixer.title, mixer.summary, [STREAM, STREAM])
          : piece('mlp', key, 'MLP', MLP, [STREAM, STREAM]),
        carried: carriedOf(layer, config, D, L),
      };
    }),
  );
  return {
    D,
    V,
    embedding: piece('embedding', 'backbone.embedding', 'Embedding', EMBEDDING, ['(B, L)', STREAM]),
    layers,
    norm: normed('backbone.norm_f'),
    head: piece('head', 'lm_head', 'Logits', tied ? `${HEAD} ${TIED}` : HEAD, [STREAM, '(B, L, V)']),
  };
}

const EMBEDDING =
  'Looks the token up in a table with one row for each token of the vocabulary. The row is where the residual stream begins: D numbers that all blocks read and add to.';
const NORM =
  'Scales the D numbers of each token so that their root mean square is 1, and gives each channel a learned weight (RMSNorm). It changes only what the next layer reads, not the stream itself.';
const MLP =
  'A small network that reads each token on its own, so it mixes channels and no tokens: it widens them, gates them, and narrows them again (SwiGLU).';
const HEAD =
  'Compares what is left in the stream with every token of the vocabulary: one number each, the logit. Softmax makes probabilities for the next token of them.';
const TIED = 'It uses the table of the embedding and has no weights of its own.';
