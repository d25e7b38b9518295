import type { TourStep } from '../step';

export const operations: TourStep = {
  title: 'For the same work Mamba learns about what a Transformer learns, but it has limits',
  text:
    'Compared by training operations (FLOPs) instead of steps, Mamba’s loss falls about as a modern Transformer’s does, its authors found. ' +
    'But its state can only fade, never change sign, so it cannot flip a bit at every 1. ' +
    'On parity (is the number of ones even?) an LSTM wins.',
  actions: [
    { kind: 'race', label: 'Race on equal operations', preset: 'per-operation', axis: 'flops' },
    {
      kind: 'experiment',
      label: 'Test parity beyond training',
      experiment: 'parity_generalisation',
      params: { steps: 400, longest: 256 },
    },
  ],
  time: '1,000 steps each, and 400 on parity.',
  lookAt: [
    { text: 'Loss against FLOPs: at the same place on the axis, who has come lowest?', target: 'loss' },
    {
      text: 'Accuracy on parity: who stays at 100 % beyond the trained length, and who guesses (50 %)?',
      target: 'results',
    },
  ],
  found: {
    text: 'Moby-Dick at about 16,000 parameters and equal operations: Mamba 2.203 nats, Transformer++ 2.354, an LSTM 2.144, so the LSTM was not behind here. Parity, trained on words of up to 20 symbols: at 256 the LSTM answers 100.0 % right, a plain RNN 96.4 %; Mamba and attention 48.0 %, which is guessing, as they did at 20.',
    setting:
      'Moby-Dick: 243 to 259 steps. Parity: one block of LSTM or RNN, two of Mamba or attention, 400 steps. Seed 1, SwiftShader (software) on two cores.',
  },
  citations: [
    { text: 'Gu and Dao 2023, Mamba, Figure 4', arxiv: '2312.00752' },
    { text: 'Grazzi et al. 2024, negative eigenvalues', arxiv: '2411.12537' },
    { text: 'Sarrof, Veitsman and Hahn 2024', arxiv: '2405.17394' },
  ],
};
