import type { Metric } from './metrics';
import type { ContenderCurves } from './race_lines';
import type { Reading } from './readout';
import { type SeedBand, type SeedValue, valueNearest } from './seed_curves';

interface Words {
  readonly metric: Pick<Metric, 'format' | 'spread'>;
  readonly seeds: number;
  readonly band: SeedBand;
}

/** A value with its band over seeds, or its interval. */
export function writeValue(value: SeedValue, { metric: { format, spread }, seeds, band }: Words): string {
  const { mean, low, high } = value;
  if (seeds > 1) {
    if (!Number.isFinite(mean)) return format(mean);
    return `${format(mean)} ${band === 'range' ? `(${format(low)} to ${format(high)})` : `± ${format(high - mean)}`}`;
  }
  const interval = spread?.(mean) ?? '';
  return interval === '' ? format(mean) : `${format(mean)} (${interval})`;
}

/** The values of all shown lines nearest to an x. */
export function readRace(
  curves: readonly ContenderCurves[],
  x: number,
  words: Words & { readonly smoothing: number },
): Reading['values'] {
  const { format } = words.metric;
  return curves.flatMap(({ slot, name, hidden, smooth, strong, faint, single }) => {
    if (hidden) return [];
    const near = (curve: ContenderCurves['strong']) => format(valueNearest(curve, x).mean);
    const raw = words.smoothing > 0 ? ` · measured ${near(strong)}` : '';
    const behind = faint ? ` · train ${near(faint)}` : '';
    return [
      { slot, name, text: `${writeValue(valueNearest(smooth, x), words)}${raw}${behind}` },
      ...single.map(({ name: own, line: { x: xs, y } }) => {
        const [at, mean] = [Float64Array.from(xs), Float64Array.from(y)];
        return { slot, name: own, text: near({ x: at, mean, low: mean, high: mean }) };
      }),
    ];
  });
}
