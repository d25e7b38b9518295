import { count, percent } from '../../lab/experiments/phrases';
import type { Evidence } from './evidence';
import { numberIn } from './evidence_rows';
import { listed } from './words';

/** The error of the whole signal that is rebuilt from a state's numbers, relative to the signal: the mean over the signals. */
export function rebuiltError({ rows }: Evidence, state: string): number | null {
  return numberIn(
    rows.find(row => row.state === state && row.part === 'whole signal'),
    'error',
  );
}

/** What each state rebuilds: 'From 32 numbers, of 1,024 samples: LegS misses 0.8 % of the signal, … and Random 25.1 %.' */
export function rebuiltWords(evidence: Evidence): string {
  const whole = evidence.rows.filter(row => row.part === 'whole signal');
  const numbers = numberIn(whole[0], 'numbers');
  if (numbers === null) return 'No figure says what the states rebuild.';
  const words = whole.map(row => {
    const error = numberIn(row, 'error');
    return `${row.state} ${error === null ? 'has no figure' : `misses ${percent(error)} of the signal`}`;
  });
  return `From ${count(numbers)} numbers, ${listed(words)}.`;
}
