import { repeat } from '../../../src/lab/config/stacks';
import { all, every, of } from '../known';
import type { StrongRun } from '../strong_run';

const TRAINED = 256;
const positions = ['rope', 'xpos', 'alibi', 'none'] as const;
const attentions = positions.map(own => `Attention, ${own}`);

export const lengthGeneralisation: StrongRun = {
  name: 'length-generalisation',
  experiment: 'length_generalisation',
  params: {
    seeds: 3,
    steps: 6000,
    lengths: [256, 512, 1024, 2048, 4096, 8192, 16384, 65536, 262144, 1048576],
    fewest: 32,
    seconds: 1200,
    contenders: [
      { name: 'Mamba', d_model: 32, blocks: repeat(1, { mixer: 'mamba', d_state: 16 }) },
      { name: 'Mamba-2', d_model: 32, blocks: repeat(2, { mixer: 'mamba2', d_state: 16 }) },
      { name: 'Gated DeltaNet', d_model: 32, blocks: repeat(2, { mixer: 'gated_deltanet' }) },
      { name: 'LSTM', d_model: 32, blocks: repeat(2, { mixer: 'lstm' }) },
      { name: 'H3', d_model: 32, lr: 2e-3, blocks: repeat(2, { mixer: 'h3' }) },
      { name: 'Hyena', d_model: 32, lr: 2e-3, blocks: repeat(2, { mixer: 'hyena' }) },
      ...positions.map(own => ({
        name: `Attention, ${own}`,
        d_model: 32,
        lr: 1e-3,
        blocks: repeat(2, { mixer: 'attention', heads: 4, positions: own }),
      })),
    ],
  },
  hours: 4,
  known: [
    {
      claim: 'Mamba finds the answer at every length up to 1,048,576 without a wrong one, with each seed.',
      source: 'Gu and Dao 2023, arXiv:2312.00752, Table 11',
      holds: rows => every(of(rows, 'Mamba'), 'accuracy_least', least => least === 1),
    },
    {
      claim:
        'Attention answers at least 99 % at its training length, and at 16 times that length less than half, whatever its positions.',
      source: 'Gu and Dao 2023, arXiv:2312.00752, Table 11: 7 to 10 % at 4,096',
      holds: rows => {
        const own = attentions.flatMap(name => of(rows, name));
        const home = own.filter(({ length }) => length === TRAINED);
        const far = own.filter(({ length }) => length === 16 * TRAINED);
        return all(
          every(home, 'accuracy_least', least => least >= 0.99),
          every(far, 'accuracy_most', most => most < 0.5),
        );
      },
    },
  ],
  table: { kind: 'pivot', down: ['contender'], across: 'length', value: 'accuracy' },
};
