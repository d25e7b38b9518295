import { repeat } from '../../../lab/presets';
import at64 from '../evidence/trained-at-64.json' with { type: 'json' };
import at256 from '../evidence/trained-at-256.json' with { type: 'json' };
import { accuracyOf, accuracyWithin } from '../figures';
import type { TourStep } from '../step';

export const generalisation: TourStep = {
  title: 'Mamba, trained on 256 tokens, still answers at a million',
  text:
    'Which letter followed the star the first time (the induction-heads task)? Mamba learns to store that letter and then leave it alone. ' +
    'So what it learned on 256 tokens still works on a million; trained on 64 only, it fades sooner.',
  actions: [
    {
      kind: 'experiment',
      label: 'Train at 64, test up to 4,096',
      experiment: 'length_generalisation',
      evidence: 'trained-at-64',
      params: {
        train_length: 64,
        longest: 4096,
        steps: 1200,
        batch: 32,
        lr: 3e-3,
        contenders: [
          { name: 'Mamba', d_model: 32, blocks: [{ mixer: 'mamba', d_state: 16 }] },
          { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
        ],
      },
    },
    {
      kind: 'experiment',
      label: 'Train at 256, test to 1,048,576',
      experiment: 'length_generalisation',
      evidence: 'trained-at-256',
      params: {
        lengths: [256, 1024, 4096, 16384, 65536, 262144, 1048576],
        seconds: 200,
        contenders: [{ name: 'Mamba', d_model: 32, blocks: [{ mixer: 'mamba', d_state: 16 }] }],
      },
    },
  ],
  time: '1,200 steps each, or 3,000 for the long one, then tests.',
  lookAt: [
    {
      text: 'The heat map: how far to the right does a row stay at 100 %? A row that is far below already at 64 has not learned the rule in these steps.',
      target: 'results',
    },
  ],
  found: {
    text: () =>
      `Trained at 256 tokens, Mamba answered ${accuracyOf(at256, { contender: 'Mamba', length: 256 })} right at every length up to 1,048,576, 4,096 times as far. ` +
      `Only 4 answers were scored there, so that is ${accuracyWithin(at256, { contender: 'Mamba', length: 1048576 }, 4)}; at 4,096 tokens it is ${accuracyWithin(at256, { contender: 'Mamba', length: 4096 }, 32)}. ` +
      `Trained at 64, it had ${accuracyWithin(at64, { contender: 'Mamba', length: 1024 }, 128)} at 1,024; attention, ${accuracyOf(at64, { contender: 'Attention', length: 64 })} at 64, had ${accuracyWithin(at64, { contender: 'Attention', length: 1024 }, 128)} there.`,
    setting:
      'Mamba: one block of width 32, 3,000 steps of 8 sequences at 256, 1,000 of 32 at 64. Attention: two blocks, 1,200 steps. Seed 1.',
    evidence: [at256, at64],
  },
  citations: [
    { text: 'Gu and Dao 2023, Mamba, Table 11', arxiv: '2312.00752' },
    { text: 'Olsson et al. 2022, In-context Learning and Induction Heads', arxiv: '2209.11895' },
  ],
};
