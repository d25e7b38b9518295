import { describe, expect, test } from 'vitest';
import { IGNORED } from '../../src/scored';
import { groupNames, groupOf } from '../../src/tasks/groups';
import { openTask } from '../../src/tasks/registry';
import { materials } from './materials';

const orders: Readonly<Record<string, number>> = { S3: 6, S5: 120, A5: 60, A4xZ5: 60, Z60: 60, Z5: 5, Z2: 2 };
const commutative = ['Z60', 'Z5', 'Z2'];

describe.each(groupNames)('%s', name => {
  const { elements, generators, product } = groupOf(name);
  const all = [...elements.keys()];

  test('has its order, and different names', () => {
    expect(elements.length).toBe(orders[name]);
    expect(new Set(elements).size).toBe(elements.length);
  });

  test('element 0 is neutral, every element has an inverse, and products are associative', () => {
    for (const a of all) {
      expect([product(a, 0), product(0, a)]).toEqual([a, a]);
      expect(all.map(b => product(a, b)).sort((x, y) => x - y)).toEqual(all);
    }
    for (const a of all.slice(0, 20))
      for (const b of all)
        for (const c of generators) expect(product(product(a, b), c)).toBe(product(a, product(b, c)));
  });

  test('it is commutative or not, as it should be', () => {
    const commutes = all.every(a => all.every(b => product(a, b) === product(b, a)));
    expect(commutes).toBe(commutative.includes(name));
  });

  test('the neutral element is among the generators, and they reach every element', () => {
    expect(generators[0]).toBe(0);
    const reached = new Set([0]);
    for (const a of reached) for (const b of generators) reached.add(product(a, b));
    expect(reached.size).toBe(elements.length);
  });
});

/** Elements x of a group with x^k = 1 and no smaller power, by k. */
function ordersIn(name: (typeof groupNames)[number]): Record<number, number> {
  const { elements, product } = groupOf(name);
  const counts: Record<number, number> = {};
  for (const x of elements.keys()) {
    let k = 1;
    for (let power = x; power !== 0; power = product(power, x)) k++;
    counts[k] = (counts[k] ?? 0) + 1;
  }
  return counts;
}

test('the groups of 60 elements are the three that Merrill et al. compare', () => {
  expect(ordersIn('A5')).toEqual({ 1: 1, 2: 15, 3: 20, 5: 24 });
  expect(ordersIn('A4xZ5')).toEqual({ 1: 1, 2: 3, 3: 8, 5: 4, 10: 12, 15: 32 });
  expect(ordersIn('Z60')[60]).toBe(16);
});

test('swaps alone are the generators of S3, and turns of three those of A5', () => {
  const written = (name: 'S3' | 'A5' | 'Z60') => {
    const { elements, generators } = groupOf(name);
    return generators.map(element => elements[element]);
  };
  expect(written('S3')).toEqual(['123', '132', '213', '321']);
  expect(written('A5')).toHaveLength(21);
  expect(written('Z60')).toEqual(['0', '1']);
});

test('words of the generators hold nothing else', async () => {
  const { vocabulary, batch } = await openTask({ name: 'group_words', inputs: 'generators' }, 1, materials);
  const { tokens } = batch('train', 0, 20);
  expect(new Set(Array.from(tokens, vocabulary.glyph))).toEqual(new Set(['123', '132', '213', '321']));
});

test('a word on the clock of 60 hours says each sum', async () => {
  const { vocabulary, batch } = await openTask({ name: 'group_words', group: 'Z60', length: 5 }, 1, materials);
  const { tokens, targets } = batch('train', 0, 1);
  const read = Array.from(tokens, token => Number(vocabulary.glyph(token)));
  const sums = read.map((_, t) => read.slice(0, t + 1).reduce((a, b) => a + b) % 60);
  expect(Array.from(targets, target => Number(vocabulary.glyph(target)))).toEqual(sums);
});

test('chance of a long word of generators nears that of a uniform product', async () => {
  const chances = [];
  for (const length of [10, 1000, 2 ** 20]) {
    const opened = await openTask({ name: 'group_words', group: 'Z60', inputs: 'generators', length }, 1, materials);
    chances.push(opened.baselines[0].loss);
  }
  expect(chances).toEqual([...chances].sort((a, b) => a - b));
  expect(chances[2]).toBeLessThan(Math.log(60));
  expect(chances[2]).toBeGreaterThan(Math.log(60) - 1e-2);
});

test('an unknown group is refused with the known ones', async () => {
  await expect(openTask({ name: 'group_words', group: 'S4' }, 1, materials)).rejects.toThrow(/group.*"S3", "S5", "A5"/);
});

test('a word that is asked once is asked at its end, and has the same elements', async () => {
  const of = (more: object) => openTask({ name: 'group_words', group: 'S3', length: 12, ...more }, 1, materials);
  const [all, last] = (await Promise.all([of({}), of({ answers: 'last' })])).map(({ batch }) => batch('train', 0, 8));
  expect(last?.tokens).toEqual(all?.tokens);
  expect(last?.targets).toEqual(all?.targets.map((target, i) => (i % 12 === 11 ? target : IGNORED)));
});
