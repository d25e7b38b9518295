import { expect, test } from 'vitest';
import { type Figure, figureOf } from '../../src/ui/tour/figure';
import { steps } from '../../src/ui/tour/steps';

test('a race is drawn by its accuracy, or by its loss where the task asks for no answers', () => {
  const race = drawn('two-windows');
  expect(race).toMatchObject({ title: 'Accuracy', unit: '% right over steps' });
  expect(race?.lines.map(({ name, points }) => [name, points.at(-1)?.x])).toEqual([
    ['Sees 22', 200],
    ['Sees 64', 200],
  ]);
  const rows = [1, 2].map(step => ({ contender: 'LSTM', step, loss: 3 - step, accuracy: null }));
  const [sound] = steps.flatMap(({ found }) => found.evidence);
  expect(sound && figureOf({ ...sound, config: { training: {} }, rows })).toMatchObject({
    title: 'Validation loss',
    lines: [
      {
        name: 'LSTM',
        points: [
          { x: 1, y: 2 },
          { x: 2, y: 1 },
        ],
      },
    ],
  });
});

test('an experiment is drawn by its first chart of lines, by its first part if all would be too many', () => {
  expect(drawn('two-ways-to-sample')?.lines.map(({ name }) => name)).toEqual([
    'Convolution · carried state',
    'Convolution · naive',
  ]);
  const fading = drawn('vanishing-gradients');
  expect(fading?.title).toBe('Gradient norm · steps trained: 0');
  expect(fading?.lines.map(({ name }) => name)).toEqual(['RNN', 'LSTM']);
});

test('what has no line, or one point, has no figure', () => {
  expect(drawn('selection-off')).toBeUndefined();
  expect(drawn('equal-operations')).toBeUndefined();
});

function drawn(name: string): Figure | undefined {
  const evidence = steps.flatMap(({ found }) => found.evidence).find(one => one.name === name);
  if (!evidence) throw new RangeError(`there is no evidence '${name}'`);
  return figureOf(evidence);
}
