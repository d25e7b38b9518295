import { describe, expect, test } from 'vitest';
import { IGNORED } from '../../src/scored';
import { openTask } from '../../src/tasks/registry';
import { materials } from './materials';

describe('words of different length', () => {
  test('start at the left, end in = with one answer, and are padded after it', async () => {
    const { batch, vocabulary, length } = await openTask({ name: 'parity', shortest: 2, length: 9 }, 1, materials);
    const { tokens, targets } = batch('train', 0, 800);
    const lengths = new Map<number, number>();
    for (let b = 0; b < 800; b++) {
      const row = vocabulary.decode(tokens.subarray(b * length, (b + 1) * length));
      expect(row).toMatch(/^[01]{2,9}=·*$/);
      const scored = Array.from(targets.subarray(b * length, (b + 1) * length).keys()).filter(
        t => targets[b * length + t] !== IGNORED,
      );
      expect(scored).toEqual([row.indexOf('=')]);
      lengths.set(row.indexOf('='), (lengths.get(row.indexOf('=')) ?? 0) + 1);
    }
    expect([...lengths.keys()].sort()).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    for (const count of lengths.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
  });

  test('a shortest word above the longest is refused with what to set', async () => {
    const bad = openTask({ name: 'parity', shortest: 9, length: 8 }, 1, materials);
    await expect(bad).rejects.toThrow(/set shortest to at most 8/);
  });
});

test('copying has its letters first, selective copying at all places', async () => {
  const noise = /^[a-n]{8}·{64}\?{8}$/;
  const fixed = await openTask({ name: 'copying' }, 1, materials);
  const scattered = await openTask({ name: 'selective_copying' }, 1, materials);
  const row = (task: typeof fixed, b: number) => task.vocabulary.decode(task.batch('train', b, 1).tokens);
  const places = new Set<number>();
  for (let b = 0; b < 100; b++) {
    expect(row(fixed, b)).toMatch(noise);
    expect(row(scattered, b)).toMatch(/^[a-n·]{72}\?{8}$/);
    Array.from(row(scattered, b)).forEach((c, t) => {
      if (/[a-n]/.test(c)) places.add(t);
    });
  }
  expect(places.size).toBe(72);
});

test('the first star of induction heads falls at every place but the last two', async () => {
  const { batch, vocabulary } = await openTask({ name: 'induction_heads', length: 8 }, 1, materials);
  const places = new Set<number>();
  for (let b = 0; b < 200; b++) {
    const row = vocabulary.decode(batch('train', b, 1).tokens);
    expect(row).toMatch(/^[a-o]*★[a-o]+★$/);
    places.add(row.indexOf('★'));
  }
  expect([...places].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});

test('brackets balance, stay within the depth, and reach it', async () => {
  const { batch, vocabulary, length } = await openTask({ name: 'dyck', length: 40, depth: 3, kinds: 3 }, 1, materials);
  let deepest = 0;
  for (let b = 0; b < 100; b++) {
    const row = vocabulary.decode(batch('train', b, 1).tokens);
    expect(row).toMatch(/^[([{?]{40}$/);
    let open = 0;
    for (const bracket of row) {
      open += bracket === '?' ? -1 : 1;
      deepest = Math.max(deepest, open);
      expect(open).toBeGreaterThanOrEqual(0);
    }
    expect(open).toBe(0);
    expect(batch('train', b, 1).targets.filter(target => target !== IGNORED).length).toBe(length / 2);
  }
  expect(deepest).toBe(3);
  await expect(openTask({ name: 'dyck', length: 7 }, 1, materials)).rejects.toThrow(/even; use 8/);
});

test('modular addition never trains on a validation pair', async () => {
  const { batch } = await openTask({ name: 'modular_addition', modulus: 7, train_percent: 50 }, 1, materials);
  const sums = (split: 'train' | 'validation') => {
    const { tokens } = batch(split, 0, 2000);
    return new Set(Array.from({ length: 2000 }, (_, b) => `${tokens[3 * b]}+${tokens[3 * b + 1]}`));
  };
  const [train, validation] = [sums('train'), sums('validation')];
  expect(train.size).toBe(25);
  expect(validation.size).toBe(24);
  expect(new Set([...train, ...validation]).size).toBe(49);
});
