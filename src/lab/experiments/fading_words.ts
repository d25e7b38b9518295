import { fitExponential } from './fit';
import type { GradientRow, GradientStatus } from './gradient_rows';
import { pointsOf } from './growth';
import { canTell, count, fitted, namesOf, tooFew } from './phrases';

/** How much of the gradient of each contender is left, and how fast it fades. */
export function fadingWords(rows: readonly GradientRow[]): string[] {
  return namesOf(rows).flatMap(name => {
    const own = rows.filter(({ contender }) => contender === name);
    return [...new Set(own.map(({ steps }) => steps))].map(steps =>
      lookWords(
        `${name}, after ${count(steps)} steps`,
        own.filter(row => row.steps === steps),
      ),
    );
  });
}

/** One measurement in words: how much of the gradient is left, where a figure is missing and why, and how fast it fades. */
function lookWords(after: string, seen: readonly GradientRow[]): string {
  const back = seen.filter(({ distance }) => distance > 0);
  const measured = back.filter(({ status }) => status === 'measured');
  const farthest = measured.at(-1);
  const left =
    farthest?.relative != null
      ? [
          `${farthest.relative.toExponential(1)} of the gradient one token back is left at distance ${count(farthest.distance)}`,
        ]
      : [];
  const reasons = [...new Set(back.map(({ status }) => status))].filter(status => status !== 'measured');
  const without = reasons.map(reason =>
    withoutFigure(
      reason,
      placesOf(
        back.filter(({ status }) => status === reason),
        back,
      ),
    ),
  );
  const fit = fitExponential(
    pointsOf(
      measured,
      row => row.distance,
      row => row.gradient,
    ),
  );
  const widest = fit && widestRate(fit.rate, farthest?.distance ?? 1);
  const rate = fit ? fitted(fit.rate, fit, 3, widest) : tooFew(measured.length);
  const factor = fit && canTell(fit, widest) ? `a factor of ${fit.factor.toFixed(3)} a token, ` : '';
  const words = [...left, ...without].join(', ');
  return measured.length > 0 ? `${after}: ${words}; ${factor}exponent ${rate}.` : `${after}: ${words}.`;
}

/** A rate is too uncertain if its interval holds both growth and decay, and they differ over the whole distance. */
function widestRate(rate: number, farthest: number): number {
  return Math.max(Math.abs(rate), Math.LN2 / farthest);
}

/** 'at distance 127', 'at distances 1 and 2'; 'from distance 32 on', if the rows are the last ones. */
function placesOf(rows: readonly GradientRow[], all: readonly GradientRow[]): string {
  const distances = rows.map(({ distance }) => count(distance));
  if (rows.length > 1 && all.slice(-rows.length).every(row => rows.includes(row)))
    return `from distance ${distances[0]} on`;
  return `at distance${rows.length > 1 ? 's' : ''} ${new Intl.ListFormat('en').format(distances)}`;
}

/** 'at distance 127 it is too small for float32' */
function withoutFigure(status: Exclude<GradientStatus, 'measured'>, where: string): string {
  switch (status) {
    case 'diverged':
      return 'it had diverged';
    case 'beyond receptive field':
      return `${where} it is exactly 0, beyond the receptive field`;
    case 'between taps':
      return `${where} it is exactly 0, between the taps`;
    default:
      return `${where} it is ${status}`;
  }
}
