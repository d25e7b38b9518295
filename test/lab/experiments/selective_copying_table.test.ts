import { expect, it } from 'vitest';
import { parseParams } from '../../../src/lab/experiments/parse_params';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { selectiveCopyingTable } from '../../../src/lab/experiments/selective_copying_table';
import { description as mamba } from '../../../src/models/mixers/mamba/description';

it('crosses gates and layers of one block, then names other families', () => {
  expect(findExperiment('selective_copying_table').published).not.toHaveLength(0);
  const { contenders } = selectiveCopyingTable.schema.parse(parseParams(findExperiment('selective_copying_table'), {}));
  const cells = contenders.map(({ gate, layer }) => `${gate} ${layer}`);
  expect(new Set(cells).size).toBe(cells.length);
  const ablations = contenders.filter(({ blocks }) => blocks.every(({ mixer }) => mixer === 'mamba'));
  expect(ablations.map(({ gate, layer }) => `${gate}, ${layer}`)).toEqual([
    'no gate, LTI',
    'no gate, S6',
    'Mamba, LTI',
    'Mamba, S6',
  ]);
  for (const { gate, layer, blocks } of ablations) {
    for (const { mixer, mlp, ...own } of blocks) {
      const config = mamba.schema.parse(own);
      expect([mixer, mlp ?? null]).toEqual(['mamba', null]);
      expect(config.gate).toBe(gate === 'Mamba' ? 'silu' : 'none');
      for (const selective of [config.selective_dt, config.selective_B, config.selective_C]) {
        expect(selective).toBe(layer === 'S6');
      }
    }
  }
  expect(contenders.filter(each => !ablations.includes(each)).map(({ name }) => name)).toEqual([
    'S4D',
    'Conv',
    'LSTM',
    'Attention',
  ]);
});
