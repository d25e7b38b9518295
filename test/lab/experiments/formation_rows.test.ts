import { expect, it } from 'vitest';
import {
  formationRow,
  formationWords,
  halfway,
  type Look,
  steepest,
  UNSEEN,
} from '../../../src/lab/experiments/formation_rows';

const curve = (values: readonly number[], every = 10) => values.map((value, i) => ({ steps: i * every, value }));

it('the steepest part is no longer than the window, and its share is of the whole fall', () => {
  expect(steepest(curve([4, 4, 3.9, 1, 0.1, 0]), 10)).toEqual({ whole: 4, from: 20, to: 30, share: 2.9 / 4 });
  const wider = steepest(curve([4, 4, 3.9, 1, 0.1, 0]), 20);
  expect([wider?.from, wider?.to, wider?.share]).toEqual([20, 40, expect.closeTo(3.8 / 4)]);
  expect(steepest(curve([4, 3, 2, 1, 0]), 1)?.share).toBeCloseTo(1 / 4);
});

it('a curve that rises, and one of a single point, has no fall', () => {
  expect(steepest(curve([1, 2, 3]), 20)).toBeUndefined();
  expect(steepest(curve([1]), 20)).toBeUndefined();
  expect(halfway(curve([0.2, 0.2]))).toBeUndefined();
  expect(halfway([])).toBeUndefined();
});

it('half of the way is between the first value and the largest', () => {
  expect(halfway(curve([0.1, 0.2, 0.5, 0.9, 0.7]))).toEqual({ steps: 20, value: 0.5 });
});

const looks = (later: readonly (number | null)[]): Look[] =>
  later.map((later_loss, i) => ({
    ...UNSEEN,
    steps: 100 * i,
    diverged: later_loss === null,
    later_loss,
    later_accuracy: later_loss === null ? null : 1 - later_loss / 4,
    induction: later_loss === null ? null : 0.9 - later_loss / 5,
  }));

it('a row has the mean and the ends of the seeds, and the last one says of each what its curves show', () => {
  const curves = [
    looks([4, 4, 4, 4, 4, 4, 0.2, 0.1, 0.1, 0.1, 0]),
    looks([4, 3.6, 3.2, 2.8, 2.4, 2, 1.6, 1.2, 0.8, 0.4, 0]),
  ];
  const rows =
    curves[0]?.map((_, i) => formationRow('A', curves, i, { seed: 3, steps: 1000, vocabulary: 1 + Math.exp(4) })) ?? [];
  expect(rows[6]).toMatchObject({
    steps: 600,
    later_loss: 0.9,
    later_loss_low: 0.2,
    later_loss_high: 1.6,
    seeds: 2,
    formation: null,
  });
  const [words] = formationWords(rows);
  expect(words).toMatch(
    /^A, seed 3: a phase change, 95\.0 % of the fall of 4\.00 nats below chance between steps 500 and 600; 0\.00 nats/,
  );
  expect(words).toMatch(/seed 4: no phase change, 10\.0 % of the fall/);
  expect(words).toMatch(/passes half of its way at step 600 and reaches 90\.0 %/);
  expect(formationWords(rows.slice(0, 3))).toEqual(['A: 200 steps so far.']);
});

it('a seed that diverges, or learns nothing, is said', () => {
  const rows = [0, 1, 2].map(i => formationRow('B', [looks([4, 4, null])], i, { seed: 1, steps: 200, vocabulary: 64 }));
  expect(rows[2]).toMatchObject({ later_loss: null, status: 'diverged' });
  expect(formationWords(rows)[0]).toMatch(/seed 1: it diverged; it has not learned to look anything up; 4\.00 nats/);
});
