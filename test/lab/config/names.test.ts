import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import { checkName, distinctNames } from '../../../src/lab/config/names';

describe('a name of a contender', () => {
  test.each([
    ['  Mamba ', 'Mamba'],
    ['Gru\u0308ße   an alle', 'Grüße an alle'],
    ['a\u00a0b', 'a b'],
    ['鯨 🐋', '鯨 🐋'],
    ['❤\ufe0f 1\ufe0f\u20e3', '❤\ufe0f 1\ufe0f\u20e3'],
    ['W'.repeat(40), 'W'.repeat(40)],
    ['🐋'.repeat(40), '🐋'.repeat(40)],
  ])('%j is taken as %j', (text, name) => {
    expect(checkName(text)).toEqual({ ok: true, name });
    expect(checkName(name)).toEqual({ ok: true, name });
  });

  test.each([
    ['', 'A name is missing'],
    [' \u00a0 ', 'A name is missing'],
    ['a'.repeat(41), 'at most 40'],
    ['a'.repeat(10_000_000), 'at most 40'],
    ['\u200b\u200b', 'U+200B'],
    ['a\nb', 'U+000A'],
    ['a\u2028b', 'U+2028'],
    ['a\0b', 'U+0000'],
    ['a\u202eb', 'U+202E'],
    ['a\ud800', 'U+D800'],
    ['\u3164', 'U+3164'],
    ['\u2800', 'U+2800'],
    ['Mamba\u3164', 'U+3164'],
    ['Mamba\u034f', 'U+034F'],
    ['Mamba\u115f', 'U+115F'],
    ['Mamba\ufe00', 'U+FE00'],
    ['Mamba\ufe0f', 'U+FE0F'],
    ['1\ufe0f', 'U+FE0F'],
    ['Mam\u17b4ba', 'U+17B4'],
    ['Mam\u2800ba', 'U+2800'],
    ['Mamba\uffa0', 'U+FFA0'],
    ['Mamba\u{e0100}', 'U+E0100'],
    ['Mamba\u0378', 'U+0378'],
    ['Mamba\ue000', 'U+E000'],
    ['❤\ufe0f\ufe0f', 'U+FE0F'],
    ['\u0301', 'be seen'],
  ])('%j is refused, with the reason', (text, reason) => {
    expect(checkName(text)).toEqual({ ok: false, message: expect.stringContaining(reason) });
  });

  test('an accepted name is accepted again unchanged, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), text => {
        const checked = checkName(text);
        if (checked.ok) expect(checkName(checked.name)).toEqual(checked);
      }),
    );
  });
});

test('a number makes equal names different, for any other names', () => {
  const named = (...names: string[]) => distinctNames(names.map(name => ({ name }))).map(({ name }) => name);
  expect(named('A', 'B')).toEqual(['A', 'B']);
  expect(named('A', 'A', 'A 2', 'A')).toEqual(['A', 'A 3', 'A 2', 'A 4']);
  const long = 'x'.repeat(40);
  expect(named(long, long)).toEqual([long, `${'x'.repeat(38)} 2`]);
});

test('a config names the place of a name it refuses, and numbers those that are equal', () => {
  const contender = (name: string) => ({ name, d_model: 8, blocks: [{ mixer: 'lstm' }] });
  const config = (...names: string[]) => ({ task: { name: 'text' }, contenders: names.map(contender) });
  const refused = runConfig.safeParse(config('A', 'B\u202e'));
  expect(refused.error?.issues).toMatchObject([
    { path: ['contenders', 1, 'name'], message: expect.stringContaining('U+202E') },
  ]);
  expect(runConfig.parse(config('LSTM', 'LSTM')).contenders.map(({ name }) => name)).toEqual(['LSTM', 'LSTM 2']);
});
