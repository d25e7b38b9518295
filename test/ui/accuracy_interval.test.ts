import { expect, test } from 'vitest';
import { mobyDick } from '../../src/lab/config/presets';
import { findTask } from '../../src/tasks/registry';
import { accuracyInterval } from '../../src/ui/accuracy_interval';
import { figureOf, resultColumns } from '../../src/ui/results';
import { appendPoints } from '../../src/ui/stores/curve';
import { freshRun, initialRun } from '../../src/ui/stores/run_state';

const training = { ...mobyDick.config.training, batch: 8, validation_batches: 4 };

test('an accuracy of a race has the interval of its validation sequences, also at the ends', () => {
  // Wilson, n 32, worked out by hand: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), z 1.96.
  expect(accuracyInterval(0.5, training)).toBe('33.6–66.4 %');
  expect(accuracyInterval(1, training)).toBe('89.3–100.0 %');
  expect(accuracyInterval(0, training)).toBe('0.0–10.7 %');
  expect(accuracyInterval(Number.NaN, training)).toBe('');
});

test('the results table has the interval for tasks scored by accuracy, and none before anything was measured', () => {
  const config = { ...mobyDick.config, training };
  const run = freshRun(initialRun, 1, { config, slots: [0, 1, 2, 3], ownText: null, ownSound: null, ownMusic: null });
  const [contender] = run.members;
  if (!contender) throw new Error('no contender');
  const spreads = (task: string) =>
    resultColumns(findTask(task)).flatMap(column =>
      column.interval ? [[column.key, figureOf(run, column, [contender]).spread]] : [],
    );
  expect(spreads('parity')).toEqual([['score', '']]);
  const one = Float64Array.of(1);
  const accuracy = Float64Array.of(0.5);
  appendPoints(contender.curve, {
    step: one,
    loss: one,
    validation: one,
    accuracy,
    gradientNorm: one,
    tokens: one,
    flops: one,
    seconds: one,
  });
  expect(spreads('parity')).toEqual([['score', '33.6–66.4 %']]);
  expect(spreads('text')).toEqual([]);
});
