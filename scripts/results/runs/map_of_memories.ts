import type { Row } from '../../../src/lab/experiments/experiment';
import { all, every, of } from '../known';
import type { StrongRun } from '../strong_run';

/** What no contender that learns in time gets wrong. */
const MASTERED = 0.95;
/** Upper end of what guessing gives where half of the answers are right by chance. */
const CHANCE = 0.65;

function mastered(rows: readonly Row[], column: string, ...contenders: readonly string[]): boolean | null {
  return all(...contenders.map(name => every(of(rows, name), column, share => share >= MASTERED)));
}

export const mapOfMemories: StrongRun = {
  name: 'map-of-memories',
  experiment: 'map_of_memories',
  params: { seeds: 3 },
  hours: 1,
  known: [
    {
      claim: 'Attention recalls every pair, and its state grows with the tokens.',
      source: 'Arora et al. 2024, arXiv:2312.04927',
      holds: rows =>
        all(
          mastered(rows, 'recall', 'Attention'),
          every(of(rows, 'Attention'), 'growth', times => times > 8),
        ),
    },
    {
      claim: 'LSTM, sLSTM, and a DeltaNet with negative eigenvalues track parity beyond the trained length.',
      source: 'Grazzi et al. 2024, arXiv:2411.12537',
      holds: rows => mastered(rows, 'tracking', 'LSTM', 'sLSTM', 'DeltaNet, negative'),
    },
    {
      claim: 'Mamba and attention are at chance there.',
      source: 'Grazzi et al. 2024, arXiv:2411.12537',
      holds: rows =>
        all(...['Mamba', 'Attention'].map(name => every(of(rows, name), 'tracking', share => share <= CHANCE))),
    },
    {
      claim:
        'A recurrent network trains one token after the other: a long sequence takes longer than short ones with as many tokens.',
      source: 'Gu and Dao 2023, arXiv:2312.00752',
      holds: rows => every(of(rows, 'LSTM'), 'chain', times => times > 1.5),
    },
  ],
  table: {
    kind: 'columns',
    columns: ['contender', 'state', 'growth', 'flops', 'token', 'chain', 'recall', 'tracking'],
  },
  sentences: true,
};
