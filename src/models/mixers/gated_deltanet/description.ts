import { deltaDescription } from '../../delta/description';

export const description = deltaDescription({
  name: 'gated_deltanet',
  title: 'Gated DeltaNet',
  summary:
    'Keeps a table of keys and values as a matrix for each head. A token looks up what is stored under its key and writes only the difference to its own value (delta rule), after all of it has faded as much as the token asks for.',
  citations: [
    'Yang, Kautz and Hatamizadeh 2024, Gated Delta Networks: Improving Mamba2 with Delta Rule, arXiv:2412.06464',
    'Grazzi et al. 2024, Unlocking State-Tracking in Linear RNNs Through Negative Eigenvalues, arXiv:2411.12537',
    'Siems et al. 2025, DeltaProduct: Improving State-Tracking in Linear RNNs via Householder Products, arXiv:2502.10297',
  ],
  defaults: { head_dim: 12, expand_v: 2, decay: true, gate: true },
});
