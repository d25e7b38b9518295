import { repeat } from '../../../lab/config/stacks';
import equalOperations from '../evidence/equal-operations.json' with { type: 'json' };
import parity from '../evidence/parity.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
import { answerWords } from '../length_words';
import { lossesWords } from '../loss_words';
import type { TourStep } from '../step';

/** Even or odd: the answers of parity. */
const CHANCE = 1 / 2;

export const operations: TourStep = {
  name: 'operations',
  title: 'Mamba matches a Transformer per operation, but does not learn parity',
  text:
    'Mamba’s authors found that it reaches about the loss of a modern Transformer for the same training operations (FLOPs). ' +
    'But its state can only fade, never change sign, so it cannot flip a bit at every 1. ' +
    'On parity (is the number of ones even?) an LSTM wins.',
  actions: [
    { kind: 'race', label: 'Race, loss against operations', preset: 'per-operation', axis: 'flops' },
    {
      kind: 'experiment',
      label: 'Train on equal operations',
      experiment: 'scaling',
      evidence: 'equal-operations',
      params: {
        match: 'flops',
        sizes: [16000],
        tokens_per_parameter: 40,
        contenders: [
          {
            name: 'Mamba',
            blocks: repeat(2, { mixer: 'mamba', d_state: 16 }),
          },
          { name: 'Transformer++', blocks: [{ mixer: 'attention', heads: 4 }], mlp_ratio: 8 / 3 },
          { name: 'LSTM', blocks: repeat(2, { mixer: 'lstm' }) },
        ],
      },
    },
    {
      kind: 'experiment',
      label: 'Test parity beyond training',
      experiment: 'state_tracking',
      evidence: 'parity',
      params: {
        track: 'parity',
        contenders: [
          { name: 'LSTM', d_model: 32, blocks: repeat(1, { mixer: 'lstm' }) },
          { name: 'RNN', d_model: 32, blocks: repeat(1, { mixer: 'rnn' }) },
          { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
          { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
        ],
      },
    },
  ],
  time: 'The race: 1,000 steps each. Parity: 2,000.',
  lookAt: [
    { text: 'Loss against FLOPs: which curve is lowest at the same number of FLOPs?', target: 'loss' },
    {
      text: 'Accuracy on parity: who stays at 100 % beyond the trained length, and who guesses (50 %)?',
      target: 'results',
    },
  ],
  found: {
    text: from => {
      const counted = from('parity');
      const answered = contendersOf(counted).map(name => answerWords(counted, name, CHANCE));
      return `Moby-Dick at equal operations: ${lossesWords(from('equal-operations'))} Parity: ${answered.join('. ')}.`;
    },
    evidence: [equalOperations, parity],
  },
  citations: [
    { text: 'Gu and Dao 2023, Mamba, Figure 4', arxiv: '2312.00752' },
    { text: 'Grazzi et al. 2024, negative eigenvalues', arxiv: '2411.12537' },
    { text: 'Sarrof, Veitsman and Hahn 2024', arxiv: '2405.17394' },
  ],
};
