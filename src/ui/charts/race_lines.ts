import { memberName, seedsOf } from '../../lab/config/members';
import type { CurveColumn } from '../../lab/race/curve';
import { contenderColour } from '../colours';
import { byContender, type MemberRun, type RunState } from '../stores/run_state';
import { contenderLine, type PlotBand, type PlotLine } from './axis';
import type { CurveLine } from './bucket';
import { measuredOf } from './measured';
import type { Metric } from './metrics';
import { type SeedBand, type SeedCurve, seedCurve, smoothedCurve } from './seed_curves';

export interface LineChoices {
  readonly metric: Metric;
  readonly x: CurveColumn;
  readonly band: SeedBand;
  /** The half-life in steps; 0: none. */
  readonly smoothing: number;
  /** Slots whose lines are hidden. */
  readonly hidden: readonly number[];
  /** Whether each seed of a contender has a line. */
  readonly everySeed: (contender: number) => boolean;
}

/** A contender of a chart. `strong` and `faint` are as measured, `smooth` is what the thick line shows. */
export interface ContenderCurves {
  readonly slot: number;
  readonly name: string;
  readonly hidden: boolean;
  readonly strong: SeedCurve;
  readonly smooth: SeedCurve;
  readonly faint: SeedCurve | null;
  /** Members with a line of their own. */
  readonly single: readonly { readonly name: string; readonly line: CurveLine }[];
}

/** The curves of all contenders of a race. */
export function raceCurves(run: RunState, choices: LineChoices): ContenderCurves[] {
  const { metric, x, band, smoothing, hidden, everySeed } = choices;
  const seeds = run.config ? seedsOf(run.config.training) : 1;
  return byContender(run).flatMap((members, index) => {
    const [first] = members;
    if (!first) return [];
    const { slot, name } = first;
    const strong = seedCurve(members, x, metric.strong, band);
    const faint = metric.faint ? seedCurve(members, x, metric.faint, band) : null;
    const single = members.length > 1 && everySeed(index) ? members : [];
    const own = ({ seed, curve, report }: MemberRun) => {
      const y = metric.strong(measuredOf({ curve, report }));
      return { name: memberName(name, seed, seeds), line: { key: `${index}-seed-${seed}`, x: curve[x].view(), y } };
    };
    const smooth = smoothedCurve(strong, smoothing);
    return [{ slot, name, hidden: hidden.includes(slot), strong, smooth, faint, single: single.map(own) }];
  });
}

/** Opacity of values as measured, behind the smoothed ones. */
export const RAW = 0.45;

/** The lines of contenders, and how they are drawn: the thick one above its raw values, which are thin and faint. */
export function raceLines(curves: readonly ContenderCurves[], { smoothing }: Pick<LineChoices, 'smoothing'>) {
  const lines: CurveLine[] = [];
  const drawn: PlotLine[] = [];
  const bands: PlotBand[] = [];
  const thin = (line: CurveLine, slot: number, opacity: number) => {
    lines.push(line);
    drawn.push({ key: line.key, colour: contenderColour(slot), width: 1, opacity });
  };
  curves.forEach(({ slot, hidden, strong, smooth, faint, single }, index) => {
    if (hidden) return;
    const fades = smoothing > 0 ? 0.5 : 1;
    if (faint) {
      thin({ key: `${index}-faint`, x: faint.x, y: faint.mean }, slot, 0.32 * fades);
      if (smoothing > 0)
        thin({ key: `${index}-faint-smooth`, x: faint.x, y: smoothedCurve(faint, smoothing).mean }, slot, 0.5);
    }
    if (smoothing > 0) {
      lines.push({ key: `${index}-raw`, x: strong.x, y: strong.mean });
      drawn.push({ ...contenderLine(`${index}-raw`, slot), width: 1, opacity: RAW });
    }
    lines.push({ key: `${index}`, x: smooth.x, y: smooth.mean });
    drawn.push(contenderLine(`${index}`, slot));
    for (const { line } of single) thin(line, slot, 0.8);
    if (smooth.low === smooth.mean) return;
    lines.push(
      { key: `${index}-low`, x: smooth.x, y: smooth.low },
      { key: `${index}-high`, x: smooth.x, y: smooth.high },
    );
    bands.push({ key: `${index}`, colour: contenderColour(slot) });
  });
  return { lines, drawn, bands };
}
