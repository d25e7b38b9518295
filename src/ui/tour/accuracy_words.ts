import { wilson } from '../../lab/experiments/intervals';
import { count, interval, percent } from '../../lab/experiments/phrases';
import type { Evidence } from './evidence';
import { lastRow, numberIn, reasonOf, rowsOf, stepsOf } from './evidence_rows';
import { validationSequences } from './setup';

/** A share compared with guessing: 'like' if its 95 % interval includes chance. */
export type Beside = 'above' | 'like' | 'below';

export function besideGuessing(share: number, n: number, chance: number): Beside {
  const [low, high] = wilson(share, n);
  return low > chance ? 'above' : high < chance ? 'below' : 'like';
}

/** The end of a sentence about a share that is no better than guessing. Empty if it is better. */
export function guessingWords(beside: Beside): string {
  switch (beside) {
    case 'above':
      return '';
    case 'like':
      return ': guessing';
    case 'below':
      return ': worse than guessing';
    default:
      return beside satisfies never;
  }
}

/** Last validation: '“Sees 64” said 100.0 % of the letters right after 200 steps (95 % interval …), all of them from step 50 on' */
export function lettersWords(evidence: Evidence, contender: string, chance: number): string {
  const row = lastRow(evidence, contender);
  const accuracy = numberIn(row, 'accuracy');
  const steps = count(stepsOf(row) ?? 0);
  if (accuracy === null) return `“${contender}” has no figure (${reasonOf(row)})`;
  const n = validationSequences(evidence);
  const guessing = guessingWords(besideGuessing(accuracy, n, chance));
  const always = flawlessFrom(evidence, contender);
  const from = always === undefined || always === stepsOf(row) ? '' : `, all of them from step ${count(always)} on`;
  return `“${contender}” said ${percent(accuracy)} of the letters right after ${steps} steps (${interval(accuracy, n)})${guessing}${from}`;
}

/** The step from which every validation had all answers right. Undefined if the last one had a wrong answer. */
function flawlessFrom(evidence: Evidence, contender: string): number | undefined {
  const rows = rowsOf(evidence, contender).toSorted((a, b) => (stepsOf(a) ?? 0) - (stepsOf(b) ?? 0));
  const flawed = rows.findLastIndex(row => numberIn(row, 'accuracy') !== 1);
  return stepsOf(rows[flawed + 1]) ?? undefined;
}

/** Whether a contender's last accuracy is above that of all others and no intervals overlap. Null if one has no number. */
export function isAhead(evidence: Evidence, contender: string, others: readonly string[]): boolean | null {
  const n = validationSequences(evidence);
  const of = (name: string): readonly [number, number] | null => {
    const accuracy = numberIn(lastRow(evidence, name), 'accuracy');
    return accuracy === null ? null : wilson(accuracy, n);
  };
  const own = of(contender);
  const rest = others.map(of);
  if (own === null || rest.includes(null)) return null;
  return rest.every(interval => interval !== null && interval[1] < own[0]);
}
