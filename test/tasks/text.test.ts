import { describe, expect, test } from 'vitest';
import { IGNORED } from '../../src/scored';
import { openTask } from '../../src/tasks/registry';
import { materials, mobyDick, withOwnText } from './materials';

const characters = Array.from(mobyDick);
const cut = Math.floor(characters.length * 0.9);
const validationPart = characters.slice(cut);

describe('Moby-Dick', () => {
  test('training windows lie in the first 90 %, validation windows in the last 10 %, targets one character on', async () => {
    const { batch, vocabulary, length } = await openTask({ name: 'text', length: 200 }, 1, materials);
    const parts = {
      train: characters.slice(0, cut).join(''),
      validation: validationPart.join(''),
    };
    for (const split of ['train', 'validation'] as const) {
      const { tokens, targets } = batch(split, 0, 16);
      for (let b = 0; b < 16; b++) {
        const read = vocabulary.decode(tokens.subarray(b * length, (b + 1) * length));
        const target = targets[(b + 1) * length - 1];
        const last = vocabulary.decode([target]);
        expect(parts[split].includes(read + last), `${split} window ${b}: ${read}`).toBe(true);
        const next = tokens.subarray(b * length + 1, (b + 1) * length);
        expect(targets.subarray(b * length, (b + 1) * length - 1)).toEqual(next);
      }
    }
  });

  test('validation windows are the same for every seed, and evenly spaced', async () => {
    const first = await openTask({ name: 'text', length: 64 }, 1, materials);
    const second = await openTask({ name: 'text', length: 64 }, 99, materials);
    expect(second.batch('validation', 0, 8)).toEqual(first.batch('validation', 0, 8));
    const starts = Array.from({ length: 8 }, (_, i) => Math.floor((i / 8) * (validationPart.length - 64)));
    const expected = starts.map(start => validationPart.slice(start, start + 64).join(''));
    const { tokens } = first.batch('validation', 0, 8);
    const rows = Array.from({ length: 8 }, (_, b) => first.vocabulary.decode(tokens.subarray(b * 64, (b + 1) * 64)));
    expect(rows.sort()).toEqual(expected.sort());
  });

  test('training windows start at every place of the training text where a whole one fits', async () => {
    const different = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const { batch } = await openTask({ name: 'text', source: 'own', length: 2 }, 1, withOwnText(different));
    const { tokens } = batch('train', 0, 6000);
    const starts = new Set(tokens.filter((_, t) => t % 2 === 0));
    expect([...starts].sort((a, b) => a - b)).toEqual(Array.from({ length: 268 }, (_, i) => i));
  });

  test('the unigram baseline is the entropy of the validation text', async () => {
    const { baselines } = await openTask({ name: 'text' }, 1, materials);
    const counts = new Map<string, number>();
    for (const c of characters.slice(cut)) counts.set(c, (counts.get(c) ?? 0) + 1);
    const total = characters.length - cut;
    const entropy = [...counts.values()].reduce((sum, n) => sum - (n / total) * Math.log(n / total), 0);
    // Windows score the first and the last characters of the part less often than the others.
    expect(Math.abs(baselines[1].loss - entropy)).toBeLessThan(0.001);
    expect(baselines[1].loss).toBeGreaterThan(2.8);
    expect(baselines[1].loss).toBeLessThan(3.3);
  });

  test('starts from its first sentence', async () => {
    expect((await openTask({ name: 'text' }, 1, materials)).prompt).toBe('Call me Ishmael.');
  });
});

describe('own text', () => {
  const open = (ownText: string, length = 8) =>
    openTask({ name: 'text', source: 'own', length }, 1, withOwnText(ownText));

  test('without one says what to do', async () => {
    await expect(openTask({ name: 'text', source: 'own' }, 1, materials)).rejects.toThrow(
      /no text of your own yet; give one/,
    );
    await expect(openTask({ name: 'text', source: 'own' }, 1, withOwnText(''))).rejects.toThrow(/no text/);
  });

  test('too short for the length: says how much is needed, and the longest length that fits', async () => {
    const message = /1,000 characters; a length of 128 needs at least 1,281.*at most 99\./;
    await expect(open('abcdefghij'.repeat(100), 128)).rejects.toThrow(message);
    await expect(open('abcdefghij'.repeat(100), 100)).rejects.toThrow(/at most 99\./);
    await expect(open('abcdefghij'.repeat(100), 99)).resolves.toBeDefined();
    await expect(open(`${'abcdefghij'.repeat(128)}a`, 128)).resolves.toBeDefined();
  });

  test('too short for each length that the page offers: no length is advised', async () => {
    await expect(open('abcdefghij'.repeat(20), 128)).rejects.toThrow(/ for validation\. Use a longer text\.$/);
  });

  test('any Unicode: one token a code point', async () => {
    const writing = '🐋 el niño\u0301 鯨は海を泳ぐ। हिन्दी אבג 👩‍🚀\n'.repeat(20);
    const { vocabulary, batch, prompt } = await open(writing);
    expect(vocabulary.size).toBe(new Set(writing).size);
    expect(vocabulary.decode(vocabulary.encode(writing))).toBe(writing);
    expect(vocabulary.encode('🐋鯨').length).toBe(2);
    expect(writing.startsWith(prompt)).toBe(true);
    const { tokens } = batch('train', 0, 4);
    expect(writing).toContain(vocabulary.decode(tokens.subarray(0, 8)));
    expect(Array.from(vocabulary.encode('🐋\n \u0301'), vocabulary.glyph)).toEqual(['🐋', '⏎', '␣', '◌\u0301']);
  });

  test('characters that only validation has are read, scored, and named in a caution', async () => {
    const { vocabulary, batch, caution } = await open(`${'abcdefghi'.repeat(100)}${'aXbYcZ'.repeat(17)}`);
    expect(Array.from({ length: vocabulary.size }, (_, token) => vocabulary.glyph(token)).join('')).toBe(
      'XYZabcdefghi',
    );
    const { tokens, targets } = batch('validation', 0, 8);
    expect(tokens.includes(0)).toBe(true);
    expect(targets.includes(0)).toBe(true);
    expect(targets.includes(IGNORED)).toBe(false);
    expect(caution).toMatch(/last tenth.* 50\.5 % .*“X” \(U\+0058\), “Y” \(U\+0059\), “Z” \(U\+005A\)\. Put/);
    expect((await open('abcdefghi'.repeat(100))).caution).toBeUndefined();
  });

  test('V is the number of different characters of the whole text, and every token is one of them', async () => {
    const writing = `${'ab'.repeat(450)}${'c'.repeat(100)}`;
    const { vocabulary, baselines, batch, caution } = await open(writing);
    const all = vocabulary.decode(Array.from({ length: vocabulary.size }, (_, token) => token));
    expect(all).toBe('abc');
    expect(baselines[0]).toEqual({ name: 'uniform', loss: Math.log(3) });
    expect(batch('validation', 0, 8).targets.every(target => target === 2)).toBe(true);
    expect(caution).toMatch(/100\.0 % of the characters never occur in the rest.*“c”/);
    expect(() => vocabulary.encode('ab\ufffd')).toThrow(/^The character U\+FFFD replacement character does not occur/);
  });

  test('the unigram baseline is the best constant guess in all windows of the validation part, never above uniform', async () => {
    // The training part is mostly a, the validation part mostly b: training frequencies would cost more than a uniform guess.
    const writing = `${'aaaaaaaaab'.repeat(90)}${'bbbbbbbbba'.repeat(10)}`;
    for (const length of [1, 3, 99]) {
      const { baselines, vocabulary } = await open(writing, length);
      const tokens = vocabulary.encode(writing.slice(900));
      const targets = Array.from({ length: 100 - length }, (_, start) => [
        ...tokens.subarray(start + 1, start + length + 1),
      ]).flat();
      const b = targets.filter(target => target === 1).length / targets.length;
      const costs = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000).map(
        guess => -b * Math.log(guess) - (1 - b) * Math.log(1 - guess),
      );
      expect(baselines[1].loss).toBeLessThanOrEqual(Math.min(...costs) + 1e-12);
      expect(baselines[1].loss).toBeGreaterThan(Math.min(...costs) - 1e-5);
      expect(baselines[1].loss).toBeLessThan(baselines[0].loss);
    }
  });

  test('a prompt is read by the rules of the text: line ends, byte order mark', async () => {
    const { vocabulary } = await open('one\r\ntwo\rthree\n'.repeat(50));
    expect(vocabulary.size).toBe(new Set('onetwothree\n').size);
    expect(vocabulary.decode(vocabulary.encode('\ufeffone\r\ntwo\rthree'))).toBe('one\ntwo\nthree');
    expect(() => vocabulary.encode('one\ttwo')).toThrow(/^The character U\+0009 tab does not occur/);
    expect(() => vocabulary.encode('one\u200btwo')).toThrow(/^The character U\+200B zero width space does not occur/);
  });

  test('a training part of one character is refused', async () => {
    await expect(open(`${'a'.repeat(900)}${'b'.repeat(100)}`)).rejects.toThrow(/one character over and over/);
  });
});
