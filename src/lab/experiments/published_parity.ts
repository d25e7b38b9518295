import type { Published } from './experiment';

export const parityBeyondTraining: Published = {
  source: 'Grazzi et al. 2024, Unlocking State-Tracking in Linear RNNs Through Negative Eigenvalues, arXiv:2411.12537',
  setting: 'Parity beyond the training length; scaled accuracy: 0 is chance, 1 is perfect',
  columns: ['model', 'scaled accuracy'],
  rows: [
    ['Transformer', 0.022],
    ['mLSTM', 0.087],
    ['sLSTM', 1],
    ['Mamba, eigenvalues in [0, 1]', 0],
    ['Mamba, eigenvalues in [−1, 1]', 1],
    ['DeltaNet, eigenvalues in [0, 1]', 0.017],
    ['DeltaNet, eigenvalues in [−1, 1]', 1],
  ],
};
