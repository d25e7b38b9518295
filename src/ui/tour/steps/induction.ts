import { repeat } from '../../../lab/config/stacks';
import { count, percent } from '../../../lab/experiments/phrases';
import { check } from '../check';
import formation from '../evidence/induction-heads.json' with { type: 'json' };
import { contendersOf, lastRow, numberIn } from '../evidence_rows';
import { inductionWords, steepestFall } from '../induction_words';
import type { TourStep } from '../step';

export const induction: TourStep = {
  name: 'induction',
  title: 'Induction can be measured: random tokens that come again, and the head that looks them up',
  text:
    'Random tokens cannot be predicted, unless they come again: then the token after the first occurrence is the answer. ' +
    'An induction head attends to just that token. ' +
    'In transformers of two layers or more such heads form all at once, early in training; with one layer they cannot.',
  actions: [
    {
      kind: 'experiment',
      label: 'Watch the heads form',
      experiment: 'induction_formation',
      evidence: 'induction-heads',
      params: {
        steps: 1000,
        looks: 20,
        contenders: [
          { name: 'Attention, 2 blocks', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
          { name: 'Attention, 1 block', d_model: 32, blocks: repeat(1, { mixer: 'attention', heads: 4 }) },
        ],
      },
    },
  ],
  time: '1,000 steps each, with a look at them from time to time.',
  lookAt: [
    {
      text: 'Loss of later copies, and induction score: both of two blocks turn at the same steps, those of one block never do.',
      target: 'results',
    },
  ],
  found: {
    text: from => {
      const run = from('induction-heads');
      return contendersOf(run)
        .map(name => inductionWords(run, name))
        .join(' ');
    },
    checks: from => {
      const run = from('induction-heads');
      const last = (name: string, column: string): number | null => numberIn(lastRow(run, name), column);
      const fall = steepestFall(run, 'Attention, 2 blocks');
      return [
        check(
          'With two blocks a head takes at least half of its attention from the right token, with one at most 15 %',
          { two: last('Attention, 2 blocks', 'induction'), one: last('Attention, 1 block', 'induction') },
          ({ two, one }) => `${percent(two)} and ${percent(one)}`,
          ({ two, one }) => two >= 0.5 && one <= 0.15,
        ),
        check(
          'Two blocks answer at least 80 % in later copies, one block at most 25 %',
          { two: last('Attention, 2 blocks', 'later_accuracy'), one: last('Attention, 1 block', 'later_accuracy') },
          ({ two, one }) => `${percent(two)} and ${percent(one)}`,
          ({ two, one }) => two >= 0.8 && one <= 0.25,
        ),
        check(
          'At least half of the fall of the loss lies within a fifth of the training',
          { share: fall?.share ?? null, from: fall?.from ?? null, to: fall?.to ?? null },
          it => `${percent(it.share)} between steps ${count(it.from)} and ${count(it.to)}`,
          ({ share }) => share >= 0.5,
        ),
      ];
    },
    evidence: [formation],
  },
  citations: [{ text: 'Olsson et al. 2022, In-context Learning and Induction Heads', arxiv: '2209.11895' }],
};
