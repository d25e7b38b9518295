import type { Axis, BaselineLevel, PlotBand, PlotLine } from './axis';
import type { PlotRow } from './bucket';
import type { PlotFrame } from './plot_frame';

export interface Drawing {
  readonly frame: PlotFrame;
  readonly rows: readonly PlotRow[];
  readonly lines: readonly PlotLine[];
  readonly bands: readonly PlotBand[];
  readonly baselines: readonly BaselineLevel[];
  readonly x: Axis;
  readonly y: Axis;
  readonly colour: (colour: string) => string;
  readonly font: string;
  readonly measure: (text: string) => number;
}

/** Up to this many points of a line are marked by dots: there the line alone is hard to see. */
const FEW = 12;

/** The values of one line, null where there are none, or none that the axis can show. */
export function valuesOf({ rows, y: { log } }: Pick<Drawing, 'rows' | 'y'>, key: string): (number | null)[] {
  return rows.map(({ values }) => {
    const value = values[key] ?? null;
    return value !== null && log && value <= 0 ? null : value;
  });
}

/** Whether each point of a line is marked. */
export function marked(values: ArrayLike<number | null | undefined>): boolean {
  let points = 0;
  for (let i = 0; i < values.length && points <= FEW; i++) if (values[i] != null) points++;
  return points > 0 && points <= FEW;
}
