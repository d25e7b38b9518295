import { of } from '../known';
import type { StrongRun } from '../strong_run';

/** Whether every seed of a contender shows a phase change, from what its last row says; null: it says nothing. */
function sudden(rows: Parameters<StrongRun['known'][number]['holds']>[0], contender: string): boolean | null {
  const words = of(rows, contender).find(({ formation }) => typeof formation === 'string')?.formation;
  if (typeof words !== 'string') return null;
  return words.split(/(?=seed \d+: )/).every(seed => /: a phase change/.test(seed));
}

export const inductionFormation: StrongRun = {
  name: 'induction-formation',
  experiment: 'induction_formation',
  params: { seeds: 3, steps: 3000, looks: 40 },
  hours: 0.5,
  known: [
    {
      claim: 'Two blocks of attention show a phase change with each seed.',
      source: 'Olsson et al. 2022, arXiv:2209.11895',
      holds: rows => sudden(rows, 'Attention, 2 blocks'),
    },
    {
      claim: 'One block of attention shows none.',
      source: 'Olsson et al. 2022, arXiv:2209.11895',
      holds: rows => {
        const one = sudden(rows, 'Attention, 1 block');
        return one === null ? null : !one;
      },
    },
  ],
  table: { kind: 'pivot', down: ['steps'], across: 'contender', value: 'later_loss' },
  sentences: true,
};
