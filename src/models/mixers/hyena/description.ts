import { constant, normal, uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';
import { fields, filterLayers, type HyenaConfig, lastLayer, schema } from './options';

/** FLOPs of a token, without the long convolutions: projections and their biases, short convolution, products, the filters at a lag. */
function tokenFlops({ order: n, kernel: K, filter_order: F, emb_dim, inner_mlps }: HyenaConfig, D: number): number {
  const M = (n - 1) * D;
  const filters = 2 * (emb_dim * F + inner_mlps * F * F + F * M) + 3 * (inner_mlps + 1) * F + 4 * M;
  return 2 * D * D * (n + 2) + (n + 2) * D + (2 * K + 1) * (n + 1) * D + n * D + filters;
}

/** Poli et al. 2023, as in HazyResearch/safari. */
export const description: MixerDescription<HyenaConfig> = {
  name: 'hyena',
  title: 'Hyena',
  summary:
    'Looks at all earlier tokens by long convolutions, whose weight for each lag a small network computes, and multiplies what they give by the token’s own gates. ' +
    'These implicit filters do not depend on the text. There is no state of fixed size: each new token looks at all before it, as attention does.',
  citations: ['Poli et al. 2023, Hyena Hierarchy: Towards Larger Convolutional Language Models, arXiv:2302.10866'],
  schema,
  fields,
  forms: [
    { order: 3, filter_order: 6, emb_dim: 7, l_max: 40, shift: 0.1 },
    { inner_mlps: 1, kernel: 1 },
  ],
  trainsWholeOnly:
    'Its long convolution trains on whole sequences: it has no backward pass for a cache of earlier tokens.',

  parameters(config, D) {
    const { order: n, kernel: K, filter_order: F, emb_dim } = config;
    const M = (n - 1) * D;
    const linear = uniform(1 / Math.sqrt(D));
    const taps = uniform(1 / Math.sqrt(K));
    const filter = (index: number, shape: readonly number[], inputs: number) => ({
      name: `filter_fn.implicit_filter.${index}.${shape.length === 1 ? 'bias' : 'weight'}`,
      shape,
      initialise: uniform(1 / Math.sqrt(inputs)),
      decay: false,
    });
    return [
      { name: 'in_proj.weight', shape: [(n + 1) * D, D], initialise: linear },
      { name: 'in_proj.bias', shape: [(n + 1) * D], initialise: linear },
      { name: 'short_filter.weight', shape: [(n + 1) * D, 1, K], initialise: taps },
      { name: 'short_filter.bias', shape: [(n + 1) * D], initialise: taps },
      { name: 'filter_fn.bias', shape: [M], initialise: normal(1) },
      ...filterLayers(config).flatMap(index => {
        const inputs = index === 0 ? emb_dim : F;
        return [filter(index, [F, inputs], inputs), filter(index, [F], inputs)];
      }),
      { name: 'filter_fn.implicit_filter.1.freq', shape: [1, F], initialise: constant(1), decay: false },
      filter(lastLayer(config), [M, F], F),
      { name: 'out_proj.weight', shape: [D, D], initialise: linear, residual: true },
      { name: 'out_proj.bias', shape: [D], initialise: linear },
    ];
  },

  state({ order: n, kernel: K }, D, capacity) {
    const past = { name: 'past', shape: [n - 1, capacity, D] };
    return K > 1 ? [{ name: 'taps', shape: [(n + 1) * D, K - 1] }, past] : [past];
  },

  /** Each of n - 1 long convolutions takes 2 for each token so far and channel. */
  flops: (config, D, t) => tokenFlops(config, D) + (config.order - 1) * 2 * D * (t + 1),
  sequenceFlops: (config, D, L) => L * tokenFlops(config, D) + (config.order - 1) * D * L * (L + 1),

  receptiveField: () => null,
};
