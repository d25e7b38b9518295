import { type CurveColumn, curveColumnsOf } from '../../lab/race/curve';
import { raceName } from '../../lab/runs/race_name';
import type { Curve } from '../stores/curve';
import type { RunState } from '../stores/run_state';
import { MOST_POINTS, type SharedResult } from './shared_result';

/** Digits of a value: more than a chart shows. */
const DIGITS = 5;
/** Of the points of a line, those that may be validations. */
const VALIDATIONS = 0.6;

/** The result of the race on the page, with at most so many points a line. Null: there is no race, or nothing to share yet. */
export function sharedResultOf(run: RunState, points = MOST_POINTS, now = new Date()): SharedResult | null {
  const { config, adapter, task, members } = run;
  if (config === null || adapter === null || members.every(({ curve }) => curve.step.length === 0)) return null;
  const { adapter: words, software, backend } = adapter;
  return {
    version: 1,
    made: now.toISOString().slice(0, 10),
    name: raceName(config),
    adapter: { adapter: words, software, backend },
    baselines: (task?.baselines ?? []).map(({ name, loss }) => ({ name, loss: rounded(loss) ?? 0 })),
    config,
    members: members.map(({ status, report, curve }) => {
      const chosen = chosenPoints(curve, points);
      return { status, report, curve: curveColumnsOf(column => chosen.map(i => valueAt(curve, column, i))) };
    }),
  };
}

/** The indices of at most `most` points: the first, the last, validations before others, evenly over the curve. */
export function chosenPoints({ step, validation }: Pick<Curve, 'step' | 'validation'>, most: number): number[] {
  const all = Array.from({ length: step.length }, (_, i) => i);
  if (all.length <= most) return all;
  const validated = evenly(
    all.filter(i => Number.isFinite(validation.at(i))),
    Math.floor(VALIDATIONS * most),
  );
  const others = evenly(all, most - validated.length);
  return [...new Set([...validated, ...others])].sort((a, b) => a - b);
}

/** At most `most` of the items, from the first to the last. */
function evenly(items: readonly number[], most: number): number[] {
  if (items.length <= most) return [...items];
  const places = Array.from({ length: most }, (_, i) => Math.round((i * (items.length - 1)) / Math.max(1, most - 1)));
  return places.flatMap(place => items[place] ?? []);
}

function valueAt(curve: Curve, column: CurveColumn, index: number): number | null {
  const value = curve[column].at(index);
  return column === 'step' || column === 'tokens' ? whole(value) : rounded(value);
}

function whole(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;
}
