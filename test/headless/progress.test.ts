import { expect, test } from 'vitest';
import { RaceProgress } from '../../headless/progress';
import { curveColumnsOf } from '../../src/lab/race/curve';
import type { Event } from '../../src/lab/worker/protocol';

const members = [
  { name: 'LSTM', step: 0, goal: 2000, seconds: 0 },
  { name: 'LSTM', step: 0, goal: 2000, seconds: 0 },
  { name: 'Mamba', step: 100, goal: 2000, seconds: 50 },
];

function trained(contender: number, step: number, loss: number, seconds: number): Event {
  const of = { step, loss, seconds };
  const points = curveColumnsOf(column =>
    Float64Array.of(column === 'step' || column === 'loss' || column === 'seconds' ? of[column] : Number.NaN),
  );
  return { type: 'progress', runId: 1, contender, points };
}

/** A progress on a stream whose clock the test moves. */
function watched(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  return { written, clock, progress: new RaceProgress(members, { stream, now: () => clock.now }) };
}

test('a line has the step of the last one, the mean loss over seeds, and the time of all that is left', () => {
  const { progress } = watched(false);
  expect(progress.line).toBe('step 0 of 2,000; loss: LSTM –, Mamba –');
  progress.hear(trained(0, 1000, 1, 10));
  progress.hear(trained(1, 500, 2, 5));
  progress.hear(trained(2, 1100, 3, 150));
  // 1,000 and 1,500 steps of 10 ms, 900 of 100 ms.
  expect(progress.line).toBe('step 500 of 2,000, 2 min left; loss: LSTM 1.500, Mamba 3.000');
  progress.hear({ type: 'failed', runId: 1, contender: 1, failure: 'diverged', message: '' });
  expect(progress.line).toContain('step 1,000 of 2,000, 2 min left');
});

test('in a file there is a line every ten seconds', () => {
  const { progress, clock, written } = watched(false);
  for (const step of [1, 2, 3, 4]) {
    clock.now = step * 6000;
    progress.hear(trained(0, step, 2, step));
  }
  progress.end();
  expect(written).toHaveLength(2);
  expect(written.every(line => / left; loss: .*\n$/.test(line))).toBe(true);
});

test('in a terminal one line is written over, cut to its width, and ended', () => {
  const { progress, clock, written } = watched(true, 30);
  progress.end();
  expect(written).toEqual([]);
  for (const step of [1, 2, 3]) {
    clock.now = step * 150;
    progress.hear(trained(0, step, 2, step));
  }
  progress.end();
  expect(written).toEqual(['\rstep 0 of 2,000, 99 min left;\u001b[K', '\rstep 0 of 2,000, 99 min left;\u001b[K', '\n']);
});
