import { describe, expect, test } from 'vitest';
import { checkRunName, runName, storedRunName } from '../../../src/lab/runs/run_name';

const odd = [
  ['\u200b\u200d', '‹U+200B›‹U+200D›'],
  ['a\u202eb', 'a‹U+202E›b'],
  ['a\u2066b', 'a‹U+2066›b'],
  ['a\ud800b', 'a‹U+D800›b'],
] as const;

describe('a name of a run', () => {
  test.each(odd)('%j is refused from outside, and legible where it is stored', (name, shown) => {
    expect(checkRunName(name)).toMatchObject({ ok: false, message: expect.stringContaining('invisible character') });
    expect(runName.safeParse(name).success).toBe(false);
    expect(storedRunName.parse(name)).toBe(shown);
    expect(storedRunName.parse(shown)).toBe(shown);
  });

  test('has 1 to 120 characters, and is composed and trimmed', () => {
    expect(checkRunName(' Gru\u0308n ')).toEqual({ ok: true, name: 'Grün' });
    expect(checkRunName('W'.repeat(120)).ok).toBe(true);
    expect(checkRunName('W'.repeat(121))).toEqual({ ok: false, message: 'A name has at most 120 characters.' });
    expect(checkRunName(' ')).toEqual({ ok: false, message: 'A name is missing.' });
  });

  test.each([
    '',
    '\u0301',
    '\u200b'.repeat(120),
    '\u0958'.repeat(120),
    'W'.repeat(1000),
    `${'\u00a0'.repeat(119)}\u202e`,
  ])('however odd it is stored (%#), it is one that may be stored again', name => {
    const shown = storedRunName.parse(name);
    expect(checkRunName(shown)).toEqual({ ok: true, name: shown });
  });
});
