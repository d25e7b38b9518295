import { repeat } from '../../../lab/config/stacks';
import { percent } from '../../../lab/experiments/phrases';
import { accuracyAt, check, lossOf } from '../check';
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
        steps: 1000,
        contenders: [
          { name: 'LSTM', d_model: 32, blocks: repeat(1, { mixer: 'lstm' }) },
          { name: 'RNN', d_model: 32, blocks: repeat(1, { mixer: 'rnn' }) },
          { name: 'Mamba', d_model: 32, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
          { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
        ],
      },
    },
    { kind: 'race', label: 'Race, loss against operations', preset: 'per-operation', axis: 'flops', seconds: 90 },
  ],
  time: 'The race and parity: 1,000 steps each.',
  lookAt: [
    {
      text: 'Loss against FLOPs: which is lowest at the same number of FLOPs?',
      target: 'results',
      of: 'equal-operations',
    },
    {
      text: 'Accuracy on parity: who stays at 100 % beyond the trained length, and who guesses (50 %)?',
      target: 'results',
      of: 'parity',
    },
  ],
  found: {
    text: from => {
      const counted = from('parity');
      const answered = contendersOf(counted).map(name => answerWords(counted, name, CHANCE));
      return `Moby-Dick at equal operations: ${lossesWords(from('equal-operations'))} Parity: ${answered.join('. ')}.`;
    },
    checks: from => {
      const [equal, counted] = [from('equal-operations'), from('parity')];
      return [
        check(
          'For the same training operations Mamba’s loss is at most 0.05 nats above the Transformer’s',
          { mamba: lossOf(equal, 'Mamba'), transformer: lossOf(equal, 'Transformer++') },
          ({ mamba, transformer }) => `${mamba.toFixed(3)} and ${transformer.toFixed(3)} nats`,
          ({ mamba, transformer }) => mamba <= transformer + 0.05,
        ),
        check(
          'On parity of 256 bits the LSTM gets at least 95 % right, Mamba at most 65 %',
          { lstm: accuracyAt(counted, 'LSTM', 256), mamba: accuracyAt(counted, 'Mamba', 256) },
          ({ lstm, mamba }) => `${percent(lstm)} and ${percent(mamba)}`,
          ({ lstm, mamba }) => lstm >= 0.95 && mamba <= 0.65,
        ),
      ];
    },
    evidence: [equalOperations, parity],
  },
  citations: [
    { text: 'Gu and Dao 2023, Mamba, Figure 4', arxiv: '2312.00752' },
    { text: 'Grazzi et al. 2024, negative eigenvalues', arxiv: '2411.12537' },
    { text: 'Sarrof, Veitsman and Hahn 2024', arxiv: '2405.17394' },
  ],
};
