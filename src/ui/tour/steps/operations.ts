import type { TourStep } from '../step';

export const operations: TourStep = {
  title: 'For the same work it learns about what a Transformer learns, and it has limits too',
  text:
    'To compare fairly, count training operations (FLOPs) instead of steps: Mamba’s loss falls about as a modern Transformer’s does. ' +
    'But its state can only fade, never change sign, so it cannot flip a bit at every 1. ' +
    'On parity (is the number of ones even?) an LSTM wins.',
  actions: [
    { kind: 'race', label: 'Race on equal operations', preset: 'per-operation', axis: 'flops' },
    { kind: 'race', label: 'Race on parity', preset: 'parity' },
  ],
  time: '1,000 steps each, and 500 on parity.',
  lookAt: [
    { text: 'Loss against FLOPs: at the same place on the axis, who has come lowest?', target: 'loss' },
    { text: 'Accuracy on parity: who leaves 50 % behind?', target: 'accuracy' },
  ],
  found: null,
  citations: [
    { text: 'Gu and Dao 2023, Mamba, Figure 4', arxiv: '2312.00752' },
    { text: 'Grazzi et al. 2024, negative eigenvalues', arxiv: '2411.12537' },
    { text: 'Sarrof, Veitsman and Hahn 2024', arxiv: '2405.17394' },
  ],
};
