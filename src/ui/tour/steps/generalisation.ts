import { repeat } from '../../../lab/config/stacks';
import { percent } from '../../../lab/experiments/phrases';
import { accuracyAt, check } from '../check';
import at64 from '../evidence/trained-at-64.json' with { type: 'json' };
import at256 from '../evidence/trained-at-256.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
import { lengthWords } from '../length_words';
import type { TourStep } from '../step';

export const generalisation: TourStep = {
  name: 'generalisation',
  title: 'Mamba, trained on short texts, also answers on longer ones',
  text:
    'Which letter followed the star the first time (the induction-heads task)? Mamba learns to store that letter and then leave it alone. ' +
    'What it learned on short texts then still works on far longer ones: in the paper, on a million tokens after training on 256.',
  actions: [
    {
      kind: 'experiment',
      label: 'Train at 64, test up to 1,024',
      experiment: 'length_generalisation',
      evidence: 'trained-at-64',
      params: {
        train_length: 64,
        lengths: [64, 256, 512, 1024],
        steps: 700,
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
  time: '700 steps each, or 3,000 for the long one, then tests.',
  lookAt: [
    {
      text: 'The heat map: how far to the right does a row stay at 100 %? A row that is far below already at 64 has not learned the rule in these steps.',
      target: 'results',
    },
  ],
  found: {
    text: from => {
      const runs = [from('trained-at-256'), from('trained-at-64')];
      return runs.flatMap(run => contendersOf(run).map(name => `${lengthWords(run, name)}.`)).join(' ');
    },
    checks: from => {
      const run = from('trained-at-64');
      return [
        check(
          'Trained at 64 tokens, Mamba still gets at least 80 % right at 512',
          { home: accuracyAt(run, 'Mamba', 64), far: accuracyAt(run, 'Mamba', 512) },
          ({ home, far }) => `${percent(home)} at 64, ${percent(far)} at 512`,
          ({ far }) => far >= 0.8,
        ),
        check(
          'Attention learns the task, but gets at most 30 % right at 512',
          { home: accuracyAt(run, 'Attention', 64), far: accuracyAt(run, 'Attention', 512) },
          ({ home, far }) => `${percent(home)} at 64, ${percent(far)} at 512`,
          ({ home, far }) => home >= 0.9 && far <= 0.3,
        ),
        check(
          'Trained at 256 tokens, Mamba gets at least 95 % right at 16,384',
          { far: accuracyAt(from('trained-at-256'), 'Mamba', 16384) },
          ({ far }) => percent(far),
          ({ far }) => far >= 0.95,
        ),
      ];
    },
    evidence: [at256, at64],
  },
  citations: [
    { text: 'Gu and Dao 2023, Mamba, Table 11', arxiv: '2312.00752' },
    { text: 'Olsson et al. 2022, In-context Learning and Induction Heads', arxiv: '2209.11895' },
  ],
};
