import { fitExponential, fitPowerLaw } from '../../lab/experiments/fit';
import { pointsOf } from '../../lab/experiments/growth';
import { interval, percent } from '../../lab/experiments/phrases';
import { type Evidence, figure } from './evidence';

type Cells = Parameters<typeof figure>[1];

/** '7.7 %' */
export function accuracyOf(evidence: Evidence, cells: Cells): string {
  return percent(figure(evidence, cells, 'accuracy'));
}

/** The same with its interval, from `n` independent tries: '7.7 % (95 % interval 4.3 % to 13.6 %)'. */
export function accuracyWithin(evidence: Evidence, cells: Cells, n: number): string {
  return `${accuracyOf(evidence, cells)} (${interval(figure(evidence, cells, 'accuracy'), n)})`;
}

/** Nats. */
export function lossOf(evidence: Evidence, cells: Cells): string {
  return figure(evidence, cells, 'loss').toFixed(3);
}

/** Milliseconds for a token at a position. */
export function millisecondsOf(evidence: Evidence, contender: string, position: number): string {
  return figure(evidence, { contender, position }, 'milliseconds').toFixed(2);
}

/** Of the time over the position, from token 256 on: '0.83 ± 0.04, 5 points'. */
export function timeExponent({ rows }: Evidence, contender: string): string {
  const own = rows.filter(row => row.contender === contender && Number(row.position) >= 256);
  const law = fitPowerLaw(
    pointsOf(
      own,
      row => Number(row.position),
      row => Number(row.milliseconds),
    ),
  );
  return law ? `${signed(law.exponent)} ± ${law.error?.toFixed(2)}, ${law.points} points` : 'no fit';
}

/** What one token back multiplies a gradient by: '0.435 ± 0.001'. */
export function fadingFactor({ rows }: Evidence, contender: string, steps: number): string {
  const own = rows.filter(row => row.contender === contender && row.steps === steps && Number(row.distance) > 0);
  const fit = fitExponential(
    pointsOf(
      own.filter(row => row.status === 'measured'),
      row => Number(row.distance),
      row => Number(row.gradient),
    ),
  );
  return fit ? `${fit.factor.toFixed(3)} ± ${(fit.factor * (fit.error ?? 0)).toFixed(3)}` : 'no fit';
}

/** The largest difference of two contenders' losses at the same step: '0.00001'. */
export function largestDifference({ rows }: Evidence, a: string, b: string): string {
  const of = (name: string) =>
    new Map(rows.filter(row => row.contender === name).map(row => [row.step, Number(row.loss)]));
  const others = of(b);
  const differences = [...of(a)].map(([step, loss]) => Math.abs(loss - (others.get(step) ?? Number.NaN)));
  return Math.max(...differences).toFixed(5);
}

function signed(value: number): string {
  return value.toFixed(2).replace('-', '−').replace('−0.00', '0.00');
}
