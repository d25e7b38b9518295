import { allFamilies } from '../all_families';
import { all, growth, of } from '../known';
import type { StrongRun } from '../strong_run';

const steady = ['Mamba', 'Mamba-2', 'Gated DeltaNet', 'Conv', 'Linear attention'];

export const trainingCost: StrongRun = {
  name: 'training-cost',
  experiment: 'training_cost',
  params: { contenders: allFamilies },
  hours: 0.1,
  known: [
    {
      claim:
        'At equal tokens a step, attention costs more the longer the sequences are, at least twice as much from 64 to 4,096 tokens.',
      source: 'Vaswani et al. 2017, table 1: O(L²) a layer',
      holds: rows => {
        const grown = growth(of(rows, 'Attention'), 'milliseconds');
        return grown === null ? null : grown >= 2;
      },
    },
    {
      claim:
        'A scan, a convolution, and chunked linear recurrences cost about the same at every length: less than twice.',
      source: 'Gu and Dao 2023, arXiv:2312.00752, section 4.5',
      holds: rows =>
        all(
          ...steady.map(name => {
            const grown = growth(of(rows, name), 'milliseconds');
            return grown === null ? null : grown < 2;
          }),
        ),
    },
  ],
  table: { kind: 'pivot', down: ['contender'], across: 'length', value: 'milliseconds' },
  sentences: true,
};
