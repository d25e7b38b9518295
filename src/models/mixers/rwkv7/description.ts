import { constant, type Initialiser, normal, uniform } from '../../initialise';
import type { MixerDescription, ParameterSpec } from '../../mixer';
import { fields, forms, type Rwkv7Config, schema, sizes } from './options';

/** A vector by channel: c, and how far it is into its head, from -1 to 1 and drawn towards 0. */
function byChannel(of: (share: number, c: number, inHead: number) => number, n: number): Initialiser {
  return values => {
    const D = values.length;
    for (let c = 0; c < D; c++) {
      const away = n > 1 ? (2 * (c % n)) / (n - 1) - 1 : 0;
      values[c] = of(c / Math.max(1, D - 1), c, away * Math.abs(away));
    }
  };
}

/**
 * Peng et al. 2025, without its value residual, and each block as their first: a block does not know its place. Rows that are orthogonal there
 * are normal numbers of the same length here: a row is drawn without the others.
 */
export const description: MixerDescription<Rwkv7Config> = {
  name: 'rwkv7',
  title: 'RWKV-7',
  summary:
    'Keeps a matrix for each head and learns within it as it reads: a token erases what is held under one key and writes its value under another (a generalised delta rule). ' +
    'Each part of a key fades, and is learned, at a rate of its own, and every projection sees a mixture of the token and the one before it.',
  citations: ['Peng et al. 2025, RWKV-7 "Goose" with Expressive Dynamic State Evolution, arXiv:2503.14456'],
  schema,
  fields,
  forms,

  parameters(config, D) {
    const { H, n } = sizes(config, D);
    const { decay_rank, a_rank, gate_rank } = config;
    const vector = (name: string, of: (share: number, c: number, inHead: number) => number): ParameterSpec => {
      return { name, shape: [1, 1, D], initialise: byChannel(of, n), decay: false };
    };
    const mix = (name: string, power: number) => vector(`x_${name}`, (_, c) => 1 - (c / D) ** power);
    const maps = (name: string, rank: number): ParameterSpec[] => [
      { name: `${name}1`, shape: [D, rank], initialise: constant(0), decay: false },
      { name: `${name}2`, shape: [rank, D], initialise: normal(0.1 / Math.sqrt(D)), decay: false },
    ];
    const projection = (name: string, bound: number): ParameterSpec => {
      return { name: `${name}.weight`, shape: [D, D], initialise: uniform(bound / Math.sqrt(D)) };
    };
    return [
      ...[mix('r', 0.2), mix('w', 0.9), mix('k', 0.7), mix('v', 0.7), mix('a', 0.9), mix('g', 0.2)],
      vector('w0', (share, _, inHead) => -5.5 + 6 * share + 2.5 * inHead),
      ...maps('w', decay_rank),
      vector('a0', (share, _, inHead) => -0.19 + 0.3 * inHead + 0.4 * (share - 0.5)),
      ...maps('a', a_rank),
      ...maps('g', gate_rank),
      vector('k_k', share => 0.71 - 0.1 * (share - 0.5)),
      vector('k_a', () => 1.02),
      { name: 'r_k', shape: [H, n], initialise: constant(-0.04), decay: false },
      projection('receptance', 0.5),
      projection('key', 0.05),
      projection('value', 0.5),
      { ...projection('output', 0), residual: true },
      { name: 'ln_x.weight', shape: [D], initialise: constant(1) },
      { name: 'ln_x.bias', shape: [D], initialise: constant(0) },
    ];
  },

  /** S has keys first. */
  state(config, D) {
    const { H, n } = sizes(config, D);
    return [
      { name: 'shift', shape: [D] },
      { name: 'S', shape: [H, n, n] },
    ];
  },

  /**
   * Projections, and maps of low rank with their curves and biases; six mixtures; the length and what comes of the keys; for an element of S
   * 2 to read what goes, 1 to decay, 2 to erase, 2 to write, and 2 to read; bonus, norm, and gate.
   */
  flops(config, D) {
    const { n, R } = sizes(config, D);
    const { decay_rank, gate_rank } = config;
    const products = 8 * D * D + 4 * D * R + 3 * (decay_rank + gate_rank) + 2 * D;
    return products + 18 * D + (5 + 3 + 9) * D + 9 * D * n + 14 * D;
  },

  receptiveField: () => null,
};
