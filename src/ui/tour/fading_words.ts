import { type Exponential, fitExponential, halfWidth } from '../../lab/experiments/fit';
import { pointsOf } from '../../lab/experiments/growth';
import { canTell, count, errorWords, tooFew } from '../../lab/experiments/phrases';
import type { Evidence } from './evidence';
import { numberIn, reasonOf, rowsOf, stepsOf } from './evidence_rows';

/** The factor that one token back multiplies a contender's gradient by, before and after training, and what changed. */
export function fadingWords(evidence: Evidence, contender: string): string {
  const looks = [...new Set(rowsOf(evidence, contender).flatMap(row => stepsOf(row) ?? []))].toSorted((a, b) => a - b);
  const [before, after] = [looks[0], looks.at(-1)];
  if (before === undefined || after === undefined) return 'not measured';
  const start = fitAt(evidence, contender, before);
  if (before === after) return `${factorWords(start)} after ${count(before)} steps`;
  const end = fitAt(evidence, contender, after);
  return `${factorWords(start)} before training and ${factorWords(end)} after ${count(after)} steps${changeWords(start.fit, end.fit)}`;
}

interface Look {
  readonly fit: Exponential | undefined;
  readonly points: number;
  readonly reason: string;
}

function fitAt(evidence: Evidence, contender: string, steps: number): Look {
  const seen = rowsOf(evidence, contender).filter(row => stepsOf(row) === steps && Number(row.distance) > 0);
  const measured = seen.filter(row => row.status === 'measured');
  const fit = fitExponential(
    pointsOf(
      measured,
      row => numberIn(row, 'distance'),
      row => numberIn(row, 'gradient'),
    ),
  );
  return { fit, points: measured.length, reason: reasonOf(seen[0]) };
}

function factorWords({ fit, points, reason }: Look): string {
  if (points === 0) return `no factor (${reason})`;
  if (!fit || fit.error === null || !canTell(fit)) return fit && points >= 5 ? 'too uncertain to tell' : tooFew(points);
  return `${fit.factor.toFixed(3)} ± ${errorWords(fit.factor * fit.error, 3)} (${fit.points} points)`;
}

/** Whether the rates before and after differ by more than the sum of the half widths of their 95 % intervals. */
function changeWords(before: Exponential | undefined, after: Exponential | undefined): string {
  if (!before || !after || !canTell(before) || !canTell(after)) return '';
  const difference = after.rate - before.rate;
  if (Math.abs(difference) <= halfWidth(before) + halfWidth(after)) return ': these points show no change';
  return difference > 0 ? ': it fades more slowly' : ': it fades faster';
}
