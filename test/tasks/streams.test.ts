import { describe, expect, test } from 'vitest';
import { countingLosses } from '../../src/tasks/markov';
import { muLawDecode, muLawEncode } from '../../src/tasks/mu_law';
import { openTask } from '../../src/tasks/registry';
import { materials } from './materials';

describe('markov', () => {
  test('counting losses of a sequence worked out by hand', () => {
    // a b a b: unigram 1/3, 2/4, 2/5; bigram 1/2, 1/2, 2/3.
    const { unigram, bigram } = countingLosses([0, 1, 0, 1], 2);
    expect(unigram).toBeCloseTo(-Math.log((1 / 3) * (2 / 4) * (2 / 5)) / 3, 12);
    expect(bigram).toBeCloseTo(-Math.log((1 / 2) * (1 / 2) * (2 / 3)) / 3, 12);
  });

  test('the lines order as they must: uniform above unigram above bigram, above the entropy of the chains', async () => {
    const { baselines } = await openTask({ name: 'markov' }, 1, materials);
    const [uniform, unigram, bigram] = baselines.map(({ loss }) => loss);
    expect(uniform).toBeCloseTo(Math.log(3), 12);
    expect(unigram).toBeLessThan(uniform - 0.05);
    expect(bigram).toBeLessThan(unigram - 0.1);
    // Mean entropy of a flat Dirichlet row over three states is 1/2 + 1/3 nat; rows are visited by their stationary law.
    expect(bigram).toBeGreaterThan(0.7);
  });

  test('the lines hold on the validation sequences of any seed', async () => {
    const { baselines, batch, length } = await openTask({ name: 'markov' }, 77, materials);
    const { tokens, targets } = batch('validation', 0, 1500);
    let unigram = 0;
    let bigram = 0;
    for (let b = 0; b < 1500; b++) {
      const row = [...tokens.subarray(b * length, (b + 1) * length), targets[(b + 1) * length - 1]];
      const losses = countingLosses(row, 3);
      unigram += losses.unigram / 1500;
      bigram += losses.bigram / 1500;
    }
    expect(Math.abs(unigram - baselines[1].loss)).toBeLessThan(0.03);
    expect(Math.abs(bigram - baselines[2].loss)).toBeLessThan(0.03);
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
    // Companding spends its levels on quiet sounds: the error is relative, below 2.3 %.
    for (const x of [0.05, 0.2, 0.7]) expect(Math.abs(muLawDecode(muLawEncode(x)) - x) / x).toBeLessThan(0.023 * 1.5);
  });
});
