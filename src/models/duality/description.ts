import { checkHeads } from '../heads';
import { constant, type Initialiser, uniform } from '../initialise';
import { type MixerDescription, ModelError } from '../mixer';
import { stepSizes } from '../step_sizes';
import type { DualConfig } from './options';
import { sizes } from './sizes';

/** ln of rates, uniform from 1 to 16, as in state-spaces/mamba. */
const rates: Initialiser = (values, random) => {
  for (let i = 0; i < values.length; i++) values[i] = Math.log(1 + 15 * random.uniform());
};

/** Throws ModelError if the heads do not divide the width, or the groups the heads. */
function check(name: string, { heads, ngroups, expand }: DualConfig, D: number): void {
  checkHeads(name, heads, expand * D);
  if (heads % ngroups === 0) return;
  throw new ModelError(
    `${name}: ${heads} heads do not divide into ${ngroups} groups; choose a number that divides them`,
  );
}

type Words = Omit<MixerDescription<DualConfig>, 'parameters' | 'state' | 'flops' | 'receptiveField'>;

/** A mixer with the state of Mamba-2 (Dao and Gu 2024). */
export function dualDescription(words: Words): MixerDescription<DualConfig> {
  return {
    ...words,

    parameters(config, D) {
      check(words.name, config, D);
      const { E, H, K, levels, convolved, projected } = sizes(config, D);
      const convolution = uniform(1 / Math.sqrt(K));
      return [
        { name: 'in_proj.weight', shape: [projected, D], initialise: uniform(1 / Math.sqrt(D)) },
        { name: 'conv1d.weight', shape: [convolved, 1, K], initialise: convolution },
        { name: 'conv1d.bias', shape: [convolved], initialise: convolution },
        { name: 'dt_bias', shape: [H], initialise: stepSizes },
        { name: 'A_log', shape: [H], initialise: rates },
        ...(levels ? [{ name: 'L', shape: [H, levels], initialise: constant(1), decay: false }] : []),
        { name: 'D', shape: [H], initialise: constant(1) },
        { name: 'norm.weight', shape: [E], initialise: constant(1) },
        { name: 'out_proj.weight', shape: [D, E], initialise: uniform(1 / Math.sqrt(E)), residual: true },
      ];
    },

    state(config, D) {
      const { E, N, H, K, levels, convolved } = sizes(config, D);
      const ssm = { name: 'ssm', shape: [...(levels ? [levels] : []), H, E / H, N] };
      return K > 1 ? [{ name: 'taps', shape: [convolved, K - 1] }, ssm] : [ssm];
    },

    /**
     * Projections; taps, bias, and silu; softplus and decay; 2 for the decay, 3 for what is written, 2 for what is read; skip, gate, norm.
     * With levels, half of them hold something, each decays and is read, and one merge a token; a product and softplus of each weight.
     */
    flops(config, D) {
      const { E, N, H, K, levels, convolved, projected } = sizes(config, D);
      const used = 1 + (levels - 1) / 2;
      const scan = (levels ? 4 * used + 3 : 6) * E * N + 4 * H * levels;
      return 2 * D * projected + (2 * K + 4) * convolved + 8 * H + scan + 12 * E + 2 * E * D;
    },

    receptiveField: () => null,
  };
}
