import { describe, expect, test } from 'vitest';
import { IGNORED } from '../../src/scored';
import { openTask } from '../../src/tasks/registry';
import { materials, mobyDick, withOwnText } from './materials';

const characters = Array.from(mobyDick);
const cut = Math.floor(characters.length * 0.9);
const known = new Set(characters.slice(0, cut));
/** The validation part as the model reads it: characters that training lacks are one unknown character. */
const validationPart = characters.slice(cut).map(c => (known.has(c) ? c : '\ufffd'));

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
        const last = target === IGNORED ? '\ufffd' : vocabulary.decode([target]);
        expect(parts[split].includes(read + last), `${split} window ${b}: ${read}`).toBe(true);
        const next = Array.from(tokens.subarray(b * length + 1, (b + 1) * length));
        const unseen = known.size;
        expect([...targets.subarray(b * length, (b + 1) * length - 1)]).toEqual(
          next.map(token => (token === unseen ? IGNORED : token)),
        );
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

  test('training windows start at every place of the training text from which a whole one fits', async () => {
    const different = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const { batch } = await openTask({ name: 'text', source: 'own', length: 2 }, 1, withOwnText(different));
    const { tokens } = batch('train', 0, 6000);
    const starts = new Set(tokens.filter((_, t) => t % 2 === 0));
    expect([...starts].sort((a, b) => a - b)).toEqual(Array.from({ length: 268 }, (_, i) => i));
  });

  test('the unigram line is the cross-entropy of training frequencies on the validation text', async () => {
    const { baselines } = await openTask({ name: 'text' }, 1, materials);
    const counts = new Map<string, number>();
    for (const c of characters.slice(0, cut)) counts.set(c, (counts.get(c) ?? 0) + 1);
    const scored = characters.slice(cut).filter(c => counts.has(c));
    const loss = -scored.reduce((sum, c) => sum + Math.log((counts.get(c) ?? 0) / cut), 0) / scored.length;
    const unigram = baselines.find(({ name }) => name.startsWith('unigram'));
    expect(unigram?.loss).toBeCloseTo(loss, 9);
    expect(unigram?.loss).toBeGreaterThan(2.8);
    expect(unigram?.loss).toBeLessThan(3.3);
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
      /paste a text or drop a file/,
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

  test('characters that only validation has become one token that is read but not scored', async () => {
    const { vocabulary, batch } = await open(`${'abcdefghi'.repeat(100)}${'aXbYcZ'.repeat(17)}`);
    expect(vocabulary.size).toBe(10);
    expect(vocabulary.glyph(9)).toBe('\ufffd');
    expect(() => vocabulary.encode('aX')).toThrow(/“X” \(U\+0058\) does not occur in the training text/);
    const { tokens, targets } = batch('validation', 0, 8);
    expect(tokens.includes(9)).toBe(true);
    expect(targets.includes(9)).toBe(false);
    expect(targets.includes(IGNORED)).toBe(true);
    expect(batch('train', 0, 64).targets.includes(IGNORED)).toBe(false);
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
