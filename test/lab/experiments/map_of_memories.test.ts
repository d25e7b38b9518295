import { describe, expect, it } from 'vitest';
import { everyMixer } from '../../../src/lab/experiments/every_mixer';
import { mapOfMemories } from '../../../src/lab/experiments/map_of_memories';
import { parseParams } from '../../../src/lab/experiments/parse_params';
import { mixers } from '../../../src/models/registry';

describe('map_of_memories', () => {
  it('has every mixer, each under a name of its own', () => {
    const all = everyMixer(32);
    expect(new Set(all.flatMap(({ blocks }) => blocks.map(({ mixer }) => mixer)))).toEqual(
      new Set(mixers.map(({ name }) => name)),
    );
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('opens the race of a point: its contender alone, on the task of the chart, with the recipe of the experiment', () => {
    const params = mapOfMemories.schema.parse({ pairs: 4, word: 10, steps: 300, lr: 1e-3 });
    for (const chart of mapOfMemories.charts) {
      if (chart.kind !== 'points') throw new Error('The map has points alone.');
      const race = mapOfMemories.raceOf?.(chart.opens, 'LSTM', params);
      expect(race?.contenders).toMatchObject([{ name: 'LSTM', d_model: 32, blocks: [{ mixer: 'lstm' }, {}] }]);
      expect(race?.training).toMatchObject({ steps: 300, lr: 1e-3, batch: 32 });
      expect(race?.task).toMatchObject(
        chart.y === 'tracking' ? { name: 'parity', length: 10 } : { name: 'associative_recall', pairs: 4 },
      );
    }
    expect(mapOfMemories.raceOf?.('recall', 'Nobody', params)).toBeUndefined();
  });

  it('refuses two contenders of one name', () => {
    const first = everyMixer(8).slice(0, 1);
    const twice = [...first, ...first];
    expect(() => parseParams(mapOfMemories, { contenders: twice })).toThrow(/same name/);
  });
});
