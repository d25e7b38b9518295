import { describe, expect, it } from 'vitest';
import { trainingConfig } from '../../../src/lab/config/config';
import { lengthStages, lengthWords } from '../../../src/lab/config/lengths';
import { membersOf } from '../../../src/lab/config/members';
import { parseRunConfig } from '../../../src/lab/config/parse_config';

const text = { name: 'text', length: 128 };
const stagesOf = (training: object, task: { name: string; length?: number } = text) =>
  lengthStages(trainingConfig.parse({ steps: 100, ...training }), task);

describe('the lengths of a training', () => {
  it('are the task’s alone without a start length', () => {
    expect(stagesOf({})).toEqual([{ from: 0, length: 128 }]);
    expect(stagesOf({ start_length: null })).toEqual([{ from: 0, length: 128 }]);
  });

  it('double up to the task’s, each for an equal share of the warm-up', () => {
    expect(stagesOf({ start_length: 16, length_warmup: 31 })).toEqual([
      { from: 0, length: 16 },
      { from: 10, length: 32 },
      { from: 20, length: 64 },
      { from: 31, length: 128 },
    ]);
    expect(stagesOf({ start_length: 48, length_warmup: 10 }).map(({ length }) => length)).toEqual([48, 96, 128]);
    expect(stagesOf({ start_length: 16, length_warmup: 2 }).map(({ from }) => from)).toEqual([0, 1, 2]);
  });

  it('are full after half of the steps that were planned first, however long the race goes on', () => {
    const branches = [{ at: 60, planned: 100, schedule: 'constant', warmup: 0 }];
    expect(stagesOf({ start_length: 64 })).toEqual(stagesOf({ start_length: 64, steps: 400, branches }));
    expect(stagesOf({ start_length: 64 })[1]?.from).toBe(50);
  });

  it('refuse a start that is not shorter, and a task of one length, with the fix', () => {
    expect(() => stagesOf({ start_length: 128 })).toThrow(/128, is not below .* at most 127, leave it empty/);
    expect(() => stagesOf({ start_length: 4 }, { name: 'modular_addition' })).toThrow(/Leave the length at the start/);
  });

  it('are said in a sentence', () => {
    const training = trainingConfig.parse({ start_length: 64, length_warmup: 1000 });
    expect(lengthWords(training, text)).toBe('Length 64 to step 1,000, 128 from there on.');
    expect(lengthWords(trainingConfig.parse({}), text)).toBe('');
  });

  it('may be a contender’s own, or none', () => {
    const { contenders, training } = parseRunConfig({
      task: text,
      contenders: [
        { name: 'A', d_model: 8, blocks: [{ mixer: 'lstm' }], training: { start_length: null } },
        { name: 'B', d_model: 8, blocks: [{ mixer: 'lstm' }], training: { start_length: 16 } },
        { name: 'C', d_model: 8, blocks: [{ mixer: 'lstm' }] },
      ],
      training: { start_length: 64 },
    });
    expect(membersOf({ contenders, training }).map(member => member.training.start_length)).toEqual([null, 16, 64]);
  });
});
