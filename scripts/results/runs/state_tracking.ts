import type { Row } from '../../../src/lab/experiments/experiment';
import { all, every } from '../known';
import type { StrongRun } from '../strong_run';

const ALL = ['Parity', 'S3 from swaps', 'S3'];

/** The rows of a contender at the longest words of a kind. */
function farthest(rows: readonly Row[], contender: string, words: string): Row[] {
  const own = rows.filter(row => row.contender === contender && row.words === words);
  const longest = Math.max(...own.map(({ length }) => Number(length)));
  return own.filter(({ length }) => length === longest);
}

/** Whether contenders follow words to the longest of the test, with each seed. */
function follow(rows: readonly Row[], contenders: readonly string[], words: readonly string[]): boolean | null {
  const each = contenders.flatMap(name => words.map(kind => farthest(rows, name, kind)));
  return all(...each.map(own => every(own, 'accuracy_least', least => least >= 0.99)));
}

/** Whether the interval of each includes chance. */
function guess(rows: readonly Row[], contenders: readonly string[]): boolean | null {
  const each = contenders.flatMap(name => ALL.map(kind => farthest(rows, name, kind)));
  return all(
    ...each.map(own => {
      const [row] = own;
      if (typeof row?.chance !== 'number') return null;
      return Number(row.accuracy_low) <= row.chance && row.chance <= Number(row.accuracy_high);
    }),
  );
}

export const stateTracking: StrongRun = {
  name: 'state-tracking',
  experiment: 'state_tracking',
  params: { seeds: 3, track: 'all', steps: 3000, most: 512 },
  hours: 1,
  known: [
    {
      claim:
        'LSTM and sLSTM follow parity, S3 from swaps, and S3 to 8 times the trained length, at least 99 % with each seed.',
      source: 'Beck et al. 2024, arXiv:2405.04517; Merrill et al. 2024, arXiv:2404.08819',
      holds: rows => follow(rows, ['LSTM', 'sLSTM'], ALL),
    },
    {
      claim: 'DeltaNet with negative eigenvalues follows parity and S3 from swaps there, at least 99 % with each seed.',
      source: 'Grazzi et al. 2024, arXiv:2411.12537',
      holds: rows => follow(rows, ['DeltaNet ±'], ['Parity', 'S3 from swaps']),
    },
    {
      claim: 'With two writes a token it follows swaps and S3, at least 99 % with each seed.',
      source: 'Siems et al. 2025, arXiv:2502.10297',
      holds: rows => follow(rows, ['DeltaNet ±, 2 writes'], ['S3 from swaps', 'S3']),
    },
    {
      claim: 'Mamba, gated linear attention, and attention guess there.',
      source: 'Grazzi et al. 2024, arXiv:2411.12537; Merrill et al. 2024, arXiv:2404.08819',
      holds: rows => guess(rows, ['Mamba', 'GLA', 'Attention']),
    },
  ],
  table: { kind: 'pivot', down: ['words', 'contender'], across: 'length', value: 'accuracy' },
};
