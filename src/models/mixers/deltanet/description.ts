import { deltaDescription } from '../../delta/description';

export const description = deltaDescription({
  name: 'deltanet',
  title: 'DeltaNet',
  summary:
    'Linear attention that corrects itself: before a token writes a value under its key, it looks up what is there and writes only the difference (delta rule). A value can be replaced without disturbing the others.',
  citations: [
    'Schlag, Irie and Schmidhuber 2021, Linear Transformers Are Secretly Fast Weight Programmers, arXiv:2102.11174',
    'Yang et al. 2024, Parallelizing Linear Transformers with the Delta Rule over Sequence Length, arXiv:2406.06484',
    'Grazzi et al. 2024, Unlocking State-Tracking in Linear RNNs Through Negative Eigenvalues, arXiv:2411.12537',
  ],
  defaults: { head_dim: 16, expand_v: 1, decay: false, gate: false },
});
