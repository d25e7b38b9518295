import { linearTicks, logTicks } from '../charts/ticks';

/** The vertical axis of a drawing. */
export interface ValueAxis {
  readonly least: number;
  readonly most: number;
  readonly log: boolean;
  /** CSS pixels. */
  readonly height: number;
}

/** CSS pixels from the top to a value. */
export function heightOf({ least, most, log, height }: ValueAxis, value: number): number {
  const at = (v: number) => (log ? Math.log(v) : v);
  const share = most > least ? (at(value) - at(least)) / (at(most) - at(least)) : 0;
  return height * (1 - Math.min(1, Math.max(0, share)));
}

/** The values of the few ticks that a low drawing has room for. */
export function ticksOf({ least, most, log }: ValueAxis): number[] {
  if (log) return thinned(logTicks(least, most));
  return linearTicks(least, most, 2);
}

function thinned(ticks: readonly number[]): number[] {
  const stride = Math.ceil(ticks.length / 4);
  return ticks.filter((_, i) => i % stride === 0);
}

/** A round number at or above `value`, or 1 if it is not positive. So an axis stays the same while values change a little. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find(s => s * power >= value * (1 - 1e-6)) ?? 10;
  return Number((step * power).toPrecision(6));
}
