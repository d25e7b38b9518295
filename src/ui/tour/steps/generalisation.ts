import type { TourStep } from '../step';

export const generalisation: TourStep = {
  title: 'What Mamba learned carries far beyond the length it was trained on',
  text:
    'Which letter followed the star the first time (the induction-heads task)? ' +
    'Mamba learns to store that one letter and then leave it alone, a rule that holds at any distance. ' +
    'So what it learned on 64 tokens still works on longer texts, which it reads with a state of fixed size; how much longer depends on how it was trained.',
  actions: [
    {
      kind: 'experiment',
      label: 'Train at 64, test up to 4,096',
      experiment: 'length_generalisation',
      params: {
        longest: 4096,
        contenders: [
          {
            name: 'Mamba',
            d_model: 32,
            blocks: [{ mixer: 'mamba', d_state: 16 }],
          },
          {
            name: 'Attention',
            d_model: 32,
            blocks: [
              { mixer: 'attention', heads: 4 },
              { mixer: 'attention', heads: 4 },
            ],
          },
        ],
      },
    },
  ],
  time: '1,200 steps each, then tests.',
  lookAt: [
    {
      text: 'The heat map: how far to the right does a row stay at 100 %? A row that is far below already at 64 has not learned the rule in these steps.',
      target: 'results',
    },
  ],
  found: {
    text: 'Trained at 64 tokens, Mamba answers 100.0 % right at 256, four times as far, and fades from there: 60.2 % at 1,024 and 28.1 % at 4,096. The reach of the paper, which trained far longer, was not shown here.',
    setting: 'One block of width 32, 1,000 steps of 32 sequences, seed 1, SwiftShader (software) on two cores.',
  },
  citations: [
    { text: 'Gu and Dao 2023, Mamba, Table 11', arxiv: '2312.00752' },
    { text: 'Olsson et al. 2022, In-context Learning and Induction Heads', arxiv: '2209.11895' },
  ],
};
