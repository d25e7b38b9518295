import { allFamilies } from '../all_families';
import { all, growth, of } from '../known';
import type { StrongRun } from '../strong_run';

const steady = ['Mamba', 'S4D', 'LSTM', 'Mamba-2', 'Gated DeltaNet', 'mLSTM', 'RG-LRU', 'Window attention'];

export const samplingCost: StrongRun = {
  name: 'sampling-cost',
  experiment: 'sampling_cost',
  params: { contenders: allFamilies },
  hours: 0.1,
  known: [
    {
      claim:
        'A recurrent state, a queue, and a window have the same bytes at every position, and a token takes about the same time: less than 1.5 times.',
      source: 'Gu and Dao 2023, arXiv:2312.00752, section 4.5',
      holds: rows =>
        all(
          ...steady.map(name => {
            const own = of(rows, name).filter(({ method }) => method === 'carried state');
            const [bytes, time] = [growth(own, 'bytes'), growth(own, 'milliseconds')];
            return bytes === null || time === null ? null : bytes === 1 && time < 1.5;
          }),
        ),
    },
    {
      claim: 'A KV cache grows with the position, and the time of a token with it.',
      source: 'Gu and Dao 2023, arXiv:2312.00752, section 4.5',
      holds: rows => {
        const own = of(rows, 'Attention').filter(({ method }) => method === 'carried state');
        const [bytes, time] = [growth(own, 'bytes'), growth(own, 'milliseconds')];
        return bytes === null || time === null ? null : bytes > 64 && time > 4;
      },
    },
  ],
  table: { kind: 'pivot', down: ['contender', 'method'], across: 'position', value: 'milliseconds' },
  sentences: true,
};
