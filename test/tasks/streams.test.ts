import { describe, expect, test } from 'vitest';
import { markovBaselines } from '../../src/tasks/markov_baselines';
import { muLawDecode, muLawEncode } from '../../src/tasks/mu_law';
import { openTask } from '../../src/tasks/registry';
import { materials } from './materials';

describe('markov', () => {
  const lines = async (states: number, length: number) => {
    const { baselines } = await openTask({ name: 'markov', states, length }, 1, materials);
    return baselines.map(({ loss }) => loss);
  };

  test.each([
    { states: 3, length: 4, fromCounts: 1.0766 },
    { states: 2, length: 10, fromCounts: 0.6325 },
  ])(
    'each baseline is the best guess that its name describes, over every sequence: %o',
    async ({ states, length, fromCounts }) => {
      const [uniform, unigram, bigram] = await lines(states, length);
      const all = everyContinuation(states, length);
      const cost = (guess: (c: Continuation) => number) =>
        all.reduce((sum, c) => sum - c.probability * Math.log(guess(c)), 0) / length;
      const smoothings = Array.from({ length: 120 }, (_, i) => 0.1 * 1.1 ** i);
      const costs = smoothings.map(k => cost(({ count, read }) => (count + k) / (read + states * k)));
      const least = Math.min(...costs);
      expect(smoothings[costs.indexOf(least)], 'plus one is not the best').toBeGreaterThan(1.5);
      expect(Math.abs(unigram - least)).toBeLessThan(0.002);
      expect(Math.abs(bigram - cost(({ given }) => given))).toBeLessThan(0.002);
      expect(uniform).toBe(Math.log(states));
      // No guess that knows only the counts of letters is better than their posterior mean.
      const seen = new Map<string, number>();
      for (const { counts, probability } of all) seen.set(counts, (seen.get(counts) ?? 0) + probability);
      const together = new Map<string, number>();
      const place = (c: Continuation) => `${c.counts} ${c.next}`;
      for (const c of all) together.set(place(c), (together.get(place(c)) ?? 0) + c.probability);
      const posterior = cost(c => (together.get(place(c)) ?? 0) / (seen.get(c.counts) ?? 0));
      expect(posterior).toBeCloseTo(fromCounts, 4);
      expect(unigram).toBeGreaterThan(posterior - 0.002);
    },
  );

  test.each([
    [2, 1],
    [2, 1024],
    [3, 2],
    [26, 1],
    [26, 2],
    [26, 100],
  ])('no baseline is above one that knows less: %i states, length %i', async (states, length) => {
    const [uniform, unigram, bigram] = await lines(states, length);
    expect(unigram).toBeLessThanOrEqual(uniform);
    expect(bigram).toBeLessThanOrEqual(unigram);
    if (length >= 100) expect(bigram).toBeLessThan(unigram - 0.02);
    if (length === 1) expect(bigram).toBeCloseTo(uniform, 9);
  });

  test('the baselines are above the entropy of the chains, as theory says', async () => {
    const [uniform, unigram, bigram] = await lines(3, 100);
    expect(unigram).toBeLessThan(uniform - 0.05);
    expect(bigram).toBeLessThan(unigram - 0.1);
    // The mean entropy of a flat Dirichlet row over three states is 1/2 + 1/3 nat. Rows occur as often as their stationary law says.
    expect(bigram).toBeGreaterThan(0.7);
  });

  test('the bigram baseline is right for the validation sequences of any seed', async () => {
    const { baselines, batch, length } = await openTask({ name: 'markov' }, 77, materials);
    const { tokens, targets } = batch('validation', 0, 1500);
    const losses = Array.from({ length: 1500 }, (_, b) =>
      pairLoss([...tokens.subarray(b * length, (b + 1) * length), targets[(b + 1) * length - 1]], 3),
    );
    const mean = losses.reduce((a, b) => a + b, 0) / 1500;
    const error = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0)) / 1500;
    expect(error).toBeLessThan(0.01);
    expect(Math.abs(mean - baselines[2].loss)).toBeLessThan(4 * error);
  });

  test('baselines of very long sequences are those of the mean chain, not of the few measured ones', () => {
    // Two states, which are left with probabilities `a` and `b`. Both are drawn evenly, so a grid covers every chain.
    const grid = Array.from({ length: 500 }, (_, i) => (i + 0.5) / 500);
    const entropy = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    let [letter, pair] = [0, 0];
    for (const a of grid)
      for (const b of grid) {
        letter += entropy(b / (a + b)) / 500 ** 2;
        pair += (b * entropy(a) + a * entropy(b)) / (a + b) / 500 ** 2;
      }
    const [, unigram, bigram] = markovBaselines(2 ** 18, 2).map(({ loss }) => loss);
    expect(Math.abs(unigram - letter)).toBeLessThan(0.01);
    expect(Math.abs(bigram - pair)).toBeLessThan(0.01);
    // With more states the baseline falls with the length towards its limit, but only a little.
    const [shorter, longer] = [2 ** 10, 2 ** 18].map(L => markovBaselines(L, 12)[2].loss);
    const learned = (L: number) => (132 / 2) * (Math.log(L / 12) / L);
    expect(shorter - longer).toBeGreaterThan(0);
    expect(shorter - longer).toBeLessThan(learned(2 ** 10) + 0.02);
  });

  test('every sequence has a chain of its own', async () => {
    const { batch } = await openTask({ name: 'markov', states: 2, length: 400 }, 1, materials);
    const shares = Array.from({ length: 40 }, (_, b) => batch('train', b, 1).tokens.filter(t => t === 0).length / 400);
    expect(Math.min(...shares)).toBeLessThan(0.3);
    expect(Math.max(...shares)).toBeGreaterThan(0.7);
  });
});

test('first names start at a line end, are whole, and none is in both splits', async () => {
  const { batch, vocabulary } = await openTask({ name: 'first_names', length: 64 }, 1, materials);
  const list = new Set((await materials.corpus('first-names')).split('\n'));
  const names = (split: 'train' | 'validation') =>
    new Set(
      Array.from({ length: 50 }, (_, b) => vocabulary.decode(batch(split, b, 1).tokens)).flatMap(text => {
        expect(text[0]).toBe('\n');
        return text.split('\n').slice(1, -1);
      }),
    );
  const [train, validation] = [names('train'), names('validation')];
  for (const name of [...train, ...validation]) expect(list.has(name)).toBe(true);
  expect(validation.size).toBeGreaterThan(2);
  for (const name of validation) expect(train.has(name)).toBe(false);
});

describe('audio', () => {
  test('µ-law: silence is 128, loudest 0 and 255, and levels read back as themselves', () => {
    expect([0, -1, 1, -7, 7].map(muLawEncode)).toEqual([128, 0, 255, 0, 255]);
    for (let level = 0; level < 256; level++) expect(muLawEncode(muLawDecode(level))).toBe(level);
    expect(muLawDecode(255)).toBeCloseTo(1, 12);
    // Companding uses most levels for quiet sounds, so the error is relative: below 2.3 %.
    for (const x of [0.05, 0.2, 0.7]) expect(Math.abs(muLawDecode(muLawEncode(x)) - x) / x).toBeLessThan(0.023 * 1.5);
  });
});

/** A next letter of a chain of the task's prior, given the letters so far. */
interface Continuation {
  readonly next: number;
  /** Count of this letter among the letters so far. */
  readonly count: number;
  readonly read: number;
  /** Counts of all letters, as one text. */
  readonly counts: string;
  /** Probability of the next letter after those so far, and of all of them together. */
  readonly given: number;
  readonly probability: number;
}

/** Every next letter of every sequence of up to `length` letters. */
function everyContinuation(states: number, length: number): Continuation[] {
  const all: Continuation[] = [];
  const visit = (letters: readonly number[], probability: number): void => {
    const last = letters[letters.length - 1];
    const counts = Array.from({ length: states }, (_, letter) => letters.filter(l => l === letter).length);
    for (let next = 0; next < states; next++) {
      const given = pairOdds(letters, last, next, states);
      const together = probability * given;
      all.push({
        next,
        count: counts[next],
        read: letters.length,
        counts: counts.join(),
        given,
        probability: together,
      });
      if (letters.length < length) visit([...letters, next], together);
    }
  };
  for (let first = 0; first < states; first++) visit([first], 1 / states);
  return all;
}

/** Posterior mean of a row of a flat Dirichlet prior: pairs counted, plus one. */
function pairOdds(letters: readonly number[], from: number, to: number, states: number): number {
  const followers = letters.slice(1).filter((_, i) => letters[i] === from);
  return (followers.filter(l => l === to).length + 1) / (followers.length + states);
}

function pairLoss(letters: readonly number[], states: number): number {
  const losses = letters.slice(1).map((to, i) => -Math.log(pairOdds(letters.slice(0, i + 1), letters[i], to, states)));
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}
