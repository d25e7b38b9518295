import { count, percent } from '../../lab/experiments/phrases';
import type { Evidence } from './evidence';
import { contendersOf, lastRow, numberIn, reasonOf, rowsOf, stepsOf } from './evidence_rows';
import { listed } from './words';

/** Nats. Two ways to compute one function differ by less, from rounding alone: after ten AdamW steps by 1e-4. */
const ROUNDING = 1e-3;

/** The largest difference of two contenders' validation losses at equal steps. */
export function differenceWords(evidence: Evidence, names: readonly string[]): string {
  const [a = '', b = ''] = names;
  const others = new Map(rowsOf(evidence, b).map(row => [stepsOf(row), numberIn(row, 'loss')]));
  const pairs = rowsOf(evidence, a).flatMap(row => {
    const [own, other] = [numberIn(row, 'loss'), others.get(stepsOf(row)) ?? null];
    return own === null || other === null ? [] : [{ step: stepsOf(row) ?? 0, difference: Math.abs(own - other) }];
  });
  if (pairs.length === 0) return `No step has a loss of both ${listed(names)}: this run cannot tell.`;
  const most = Math.max(...pairs.map(({ difference }) => difference));
  const steps = count(Math.max(...pairs.map(({ step }) => step)));
  const words = most < 5e-6 ? 'were equal to five decimals' : `differed by about ${decimals(most)} nats at most`;
  const one = most <= ROUNDING ? 'one function, up to rounding' : 'more than rounding explains, so not one function';
  return `The validation losses ${words} in ${steps} steps: ${one}.`;
}

function decimals(value: number): string {
  return value >= 0.01 ? value.toFixed(2) : value.toFixed(5);
}

/** The loss of each contender after its longest training, and who is lowest: 'Mamba 2.203 nats, Transformer++ 2.354 nats, and LSTM … nats. …' */
export function lossesWords(evidence: Evidence): string {
  const names = contendersOf(evidence);
  const reached = names.flatMap(name => {
    const loss = numberIn(lastRow(evidence, name), 'loss');
    return loss === null ? [] : [{ name, loss }];
  });
  const words = reachedWords(evidence);
  const lowest = reached.toSorted((a, b) => a.loss - b.loss)[0];
  if (!lowest || reached.length < names.length) return `${words.slice(0, -1)}: not all can be compared.`;
  return `${words} ${lowest.name} is lowest, at one seed, so small differences say little.`;
}

/** The loss of each contender after its longest training, with its accuracy where the task asks for answers. */
export function reachedWords(evidence: Evidence): string {
  const words = contendersOf(evidence).map(name => {
    const row = lastRow(evidence, name);
    const [loss, accuracy] = [numberIn(row, 'loss'), numberIn(row, 'accuracy')];
    const right = accuracy === null ? '' : ` with ${percent(accuracy)} right`;
    return `${name} ${loss === null ? `has no loss (${reasonOf(row)})` : `${loss.toFixed(3)} nats${right}`}`;
  });
  return `${listed(words)}.`;
}
