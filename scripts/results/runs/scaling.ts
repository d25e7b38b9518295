import { repeat } from '../../../src/lab/config/stacks';
import { lastOf, of } from '../known';
import type { StrongRun } from '../strong_run';

/** A difference in loss that is no finding, in nats. */
const CLOSE = 0.02;

export const scaling: StrongRun = {
  name: 'scaling',
  experiment: 'scaling',
  params: {
    seeds: 3,
    rates: [3e-3, 1e-2, 3e-2],
    // 20 tokens a parameter: the largest reads two million characters, less than twice the text.
    sizes: [10_000, 18_000, 32_000, 57_000, 100_000],
    // So small that the smallest makes hundreds of steps.
    batch: 4,
    contenders: [
      { name: 'Mamba', blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
      { name: 'Mamba-2', blocks: repeat(2, { mixer: 'mamba2', d_state: 16 }) },
      { name: 'Transformer++', blocks: repeat(2, { mixer: 'attention', heads: 4 }), mlp_ratio: 8 / 3 },
      { name: 'LSTM', blocks: repeat(2, { mixer: 'lstm' }) },
      { name: 'Gated DeltaNet', blocks: repeat(2, { mixer: 'gated_deltanet' }) },
      {
        name: 'Hybrid',
        blocks: [
          { mixer: 'mamba', d_state: 16 },
          { mixer: 'attention', heads: 4 },
        ],
      },
    ],
  },
  hours: 0.6,
  known: [
    {
      claim:
        'Mamba matches Transformer++ per training operation: at the largest size its loss is no higher by more than 0.02 nats.',
      source: 'Gu and Dao 2023, arXiv:2312.00752, Figure 4',
      holds: rows => {
        const [mamba, transformer] = ['Mamba', 'Transformer++'].map(name =>
          lastOf(of(rows, name), 'parameters', 'loss'),
        );
        return mamba == null || transformer == null ? null : mamba - transformer <= CLOSE;
      },
    },
    {
      claim: 'Gated DeltaNet is ahead of Mamba-2 at equal size.',
      source:
        'Yang, Kautz and Hatamizadeh 2024, arXiv:2412.06464, Table 3: perplexity 16.42 and 18.25 at 1.3 billion parameters',
      holds: rows => {
        const [delta, dual] = ['Gated DeltaNet', 'Mamba-2'].map(name => lastOf(of(rows, name), 'parameters', 'loss'));
        return delta == null || dual == null ? null : delta < dual;
      },
    },
  ],
  table: { kind: 'columns', columns: ['contender', 'parameters', 'width', 'lr', 'steps', 'flops', 'loss', 'seconds'] },
  sentences: true,
};
