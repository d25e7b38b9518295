import type { CurveColumn } from '../../lab/race/curve';
import { meanOf, standardError } from '../../statistics';
import { greatest, least } from '../extremes';
import type { MemberRun } from '../stores/run_state';
import { measuredOf, type Values } from './measured';
import { smoothed } from './smoothing';

/** What a band around a mean shows: the least and the greatest value, or one standard error to each side. */
export type SeedBand = 'range' | 'error';

/** The curve of a contender over its seeds. All arrays have one length; NaN: no seed has a value there. */
export interface SeedCurve {
  readonly x: Float64Array;
  readonly mean: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * The mean of a quantity over the members of a contender at each step, and its band. It ends where the first member is that still
 * trains, so that the mean does not jump while they take turns. Where only some have a value, as after a divergence, those count.
 */
export function seedCurve(members: readonly MemberRun[], x: CurveColumn, y: Values, band: SeedBand): SeedCurve {
  const ys = members.map(member => y(measuredOf(member)));
  const [only] = members;
  if (only && members.length === 1) {
    const [mean = new Float64Array()] = ys;
    return { x: only.curve[x].view(), mean, low: mean, high: mean };
  }
  const going = members.filter(({ status }) => status !== 'diverged' && status !== 'failed');
  const xs = (going.length > 0 ? going : members).map(({ curve }) => curve[x].view());
  const length = xs.length > 0 ? Math.min(...xs.map(own => own.length)) : 0;
  const curve = {
    x: new Float64Array(length),
    mean: new Float64Array(length),
    low: new Float64Array(length),
    high: new Float64Array(length),
  };
  // One list for all steps, because a redraw comes with every few points.
  const values: number[] = [];
  for (let i = 0; i < length; i++) {
    let at = 0;
    for (const own of xs) at += own[i] ?? Number.NaN;
    values.length = 0;
    for (const own of ys) {
      const value = own[i];
      if (value !== undefined && Number.isFinite(value)) values.push(value);
    }
    const mean = meanOf(values);
    const error = band === 'error' ? standardError(values) : 0;
    curve.x[i] = at / xs.length;
    curve.mean[i] = mean;
    curve.low[i] = band === 'range' ? least(values) : mean - error;
    curve.high[i] = band === 'range' ? greatest(values) : mean + error;
  }
  return curve;
}

/** The curve smoothed with a half-life in steps; 0: as it is. */
export function smoothedCurve(curve: SeedCurve, halfLife: number): SeedCurve {
  if (halfLife === 0) return curve;
  const mean = smoothed(curve.mean, halfLife);
  if (curve.low === curve.mean) return { x: curve.x, mean, low: mean, high: mean };
  return { x: curve.x, mean, low: smoothed(curve.low, halfLife), high: smoothed(curve.high, halfLife) };
}

/** A value of a seed curve. */
export interface SeedValue {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const NONE: SeedValue = { mean: Number.NaN, low: Number.NaN, high: Number.NaN };

/** The last value; NaN if there is none. */
export function lastValue(curve: SeedCurve): SeedValue {
  return valueAt(
    curve,
    curve.mean.findLastIndex(mean => Number.isFinite(mean)),
  );
}

/** The value whose x is nearest; NaN if there is none. */
export function valueNearest(curve: SeedCurve, x: number): SeedValue {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  curve.mean.forEach((mean, i) => {
    const away = Math.abs((curve.x[i] ?? Number.NaN) - x);
    if (Number.isFinite(mean) && away < least) {
      least = away;
      best = i;
    }
  });
  return valueAt(curve, best);
}

function valueAt({ mean, low, high }: SeedCurve, i: number): SeedValue {
  if (i < 0) return NONE;
  return { mean: mean[i] ?? Number.NaN, low: low[i] ?? Number.NaN, high: high[i] ?? Number.NaN };
}
