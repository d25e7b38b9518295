import { expect, test } from 'vitest';
import { openTask } from '../../src/tasks/registry';
import { materials } from './materials';

test.each([
  { length: 2, vocabulary: 3 },
  { length: 32, vocabulary: 64 },
])('random tokens after a star come twice, and each copy is scored whole: %o', async p => {
  const { batch, vocabulary, length } = await openTask({ name: 'repeated_tokens', ...p }, 1, materials);
  const { tokens, targets } = batch('train', 0, 200);
  expect(length).toBe(2 * p.length);
  const met = new Set<number>();
  for (let b = 0; b < 200; b++) {
    const row = [...tokens.subarray(b * length, (b + 1) * length)];
    const next = [...targets.subarray(b * length, (b + 1) * length)];
    expect(vocabulary.glyph(row[0])).toBe('★');
    expect(next.slice(0, -1)).toEqual(row.slice(1));
    expect(next.slice(p.length)).toEqual(next.slice(0, p.length));
    for (const token of next) met.add(token);
  }
  expect(met.size).toBe(p.vocabulary - 1);
});

test('a sequence of a million tokens can be made', async () => {
  const { batch, length } = await openTask({ name: 'repeated_tokens', length: 2 ** 19 }, 1, materials);
  const { targets } = batch('validation', 0, 1);
  expect(targets[length - 1]).toBe(targets[length / 2 - 1]);
});
