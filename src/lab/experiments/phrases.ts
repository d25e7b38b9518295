import { FEWEST_POINTS, halfWidth } from './fit';
import { wilson } from './intervals';

/** The format of numbers in summaries. */

/** To a tenth of a per cent. A share near 0 or 1 is not rounded to 0 % or 100 %. */
export function percent(share: number): string {
  if (share > ROUNDING && share < 0.0005) return '< 0.1 %';
  if (share < 1 - ROUNDING && share >= 0.9995) return '> 99.9 %';
  return `${(100 * share).toFixed(1)} %`;
}

/** For a computed share. */
const ROUNDING = 1e-12;

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Two decimals by default, without a minus before zero. */
export function exponent(value: number, decimals = 2): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** An exponent is too uncertain to tell if its 95 % interval reaches further than this to each side: it could be another power. */
const WIDEST = 0.5;

interface Fit {
  readonly error: number | null;
  readonly points: number;
}

/** Whether a fit has enough points and certainty to tell its exponent. */
export function canTell(fit: Fit, widest = WIDEST): boolean {
  return fit.points >= FEWEST_POINTS && halfWidth(fit) <= widest;
}

/** A caution under losses that have no spread. */
export const ONE_SEED = 'Each loss is of one seed; another seed moves it, so a small difference is no finding.';

/**
 * A fitted exponent with its standard error and its points, '1.26 ± 0.05 (5 points)', or the words that it is too uncertain or
 * has too few points. `widest`: half of the widest interval that tells it.
 */
export function fitted(value: number, fit: Fit, decimals = 2, widest = WIDEST): string {
  if (fit.error === null || fit.points < FEWEST_POINTS) return tooFew(fit.points);
  const words = `${exponent(value, decimals)} ± ${errorWords(fit.error, decimals)}`;
  if (!canTell(fit, widest)) return `too uncertain to tell (${words}, ${fit.points} points)`;
  return `${words} (${fit.points} points)`;
}

/** An error that rounds to zero is said to be less than the last decimal: 0.00 would be no error at all. */
export function errorWords(error: number, decimals: number): string {
  const text = error.toFixed(decimals);
  return Number(text) === 0 ? `< ${(10 ** -decimals).toFixed(decimals)}` : text;
}

export function tooFew(points: number): string {
  return `too few points to tell (${points}; ${FEWEST_POINTS} are needed)`;
}

/**
 * A share of `scored` answers: '60.2 % of 128 answers (95 % interval 51.5 % to 68.2 %)'. Answers within a sequence are not
 * independent: if there are fewer sequences than answers, the sequences are the tries, and their number follows the interval.
 */
export function answers(share: number, scored: number, sequences = scored): string {
  const tries = Math.min(scored, sequences);
  const from = tries < scored ? `, from ${count(tries)} ${tries === 1 ? 'sequence' : 'sequences'}` : '';
  return `${percent(share)} of ${count(scored)} ${scored === 1 ? 'answer' : 'answers'} (${interval(share, tries)}${from})`;
}

/** '95 % interval 51.5 % to 68.2 %' */
export function interval(share: number, n: number): string {
  const [low, high] = wilson(share, n);
  return `95 % interval ${percent(low)} to ${percent(high)}`;
}

/** Names in the order of their first row. */
export function namesOf(rows: readonly { readonly contender: string }[]): string[] {
  return [...new Set(rows.map(({ contender }) => contender))];
}
