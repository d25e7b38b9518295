import { type Fall, steepest } from '../../lab/experiments/formation_rows';
import { count, percent } from '../../lab/experiments/phrases';
import type { Evidence } from './evidence';
import { lastRow, numberIn, reasonOf, rowsOf, stepsOf } from './evidence_rows';

/** A sudden fall lies within this share of the training. */
const WITHIN = 0.2;

/** The steepest part of the loss of later copies, from the second look on: a fresh model is sure of wrong tokens, and soon loses that. */
export function steepestFall(run: Evidence, contender: string): Fall | undefined {
  const points = rowsOf(run, contender)
    .flatMap(row => {
      const [steps, value] = [stepsOf(row), numberIn(row, 'later_loss')];
      return steps === null || steps === 0 || value === null ? [] : [{ steps, value }];
    })
    .toSorted((a, b) => a.steps - b.steps);
  return steepest(points, WITHIN * (points.at(-1)?.steps ?? 0));
}

/** 'Attention, 2 blocks: 94.6 % right in later copies after 1,000 steps, 0.21 nats; the best head’s induction score is 81.0 %.' */
export function inductionWords(run: Evidence, contender: string): string {
  const last = lastRow(run, contender);
  const [right, loss, score] = ['later_accuracy', 'later_loss', 'induction'].map(column => numberIn(last, column));
  if (right == null || loss == null) return `${contender} has no figure (${reasonOf(last)}).`;
  const head = score == null ? 'no head was scored' : `the best head’s induction score is ${percent(score)}`;
  return `${contender}: ${percent(right)} right in later copies after ${count(stepsOf(last) ?? 0)} steps, ${loss.toFixed(2)} nats; ${head}.`;
}
