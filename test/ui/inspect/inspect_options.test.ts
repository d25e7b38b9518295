import { expect, it } from 'vitest';
import { inspectRequest } from '../../../src/ui/inspect_options';

const names = [['Mamba'], ['LSTM']];

it('by default asks for the last token of the first example of the first contender', () => {
  expect(inspectRequest({}, names)).toEqual({ contender: 0, input: { kind: 'example', index: 0 }, position: null });
  expect(inspectRequest({ contender: 1, example: 3, position: 0 }, names)).toEqual({
    contender: 1,
    input: { kind: 'example', index: 3 },
    position: 0,
  });
  expect(inspectRequest({ contender: 'LSTM', text: 'a b' }, names)).toEqual({
    contender: 1,
    input: { kind: 'text', text: 'a b' },
    position: null,
  });
});

it('counts the seeds of each contender', () => {
  const seeds = names.map(([name = '']) => [name, name, name]);
  expect(inspectRequest({ contender: 'LSTM' }, seeds).contender).toBe(3);
  expect(inspectRequest({ contender: 1, ofSeed: 2 }, seeds).contender).toBe(5);
  expect(() => inspectRequest({ ofSeed: 3 }, seeds)).toThrow(/ofSeed is 3, but the race has seeds 0 to 2/);
});

it.each([
  [{ contender: 2 }, /no contender 2; there are Mamba, LSTM/],
  [{ contender: 'GRU' }, /no contender 'GRU'/],
  [{ text: 'a', example: 1 }, /not both/],
])('says what is wrong with %j', (options, message) => {
  expect(() => inspectRequest(options, names)).toThrow(message);
});
