import type { Axis, BaselineLevel, PlotBand, PlotLine } from './axis';
import type { PlotRow } from './bucket';
import type { PlotMark } from './marks';
import type { PlotFrame } from './plot_frame';
import type { NamedPoint } from './point_labels';

/** What a plot shows, wherever it is drawn. */
export interface Plotted {
  readonly rows: readonly PlotRow[];
  readonly lines: readonly PlotLine[];
  readonly bands: readonly PlotBand[];
  readonly baselines: readonly BaselineLevel[];
  readonly x: Axis;
  readonly y: Axis;
  /** Points that stand for themselves. Absent: there are none. */
  readonly points?: readonly NamedPoint[];
  /** Notes of the visitor. Absent: there are none. */
  readonly marks?: readonly PlotMark[];
  /** A dot at every point, also where there are many. */
  readonly dots?: boolean;
}

/** A plot with the places of its parts, ready for a canvas or a picture. */
export interface Drawing extends Plotted {
  readonly frame: PlotFrame;
  /** From a CSS colour or `var(--token)` to a colour that a canvas knows. */
  readonly colour: (colour: string) => string;
  readonly font: string;
  /** Width of a text in CSS pixels. */
  readonly measure: (text: string) => number;
}

/** A line of at most so many points gets a dot at each, because the line alone is hard to see. */
const FEW = 12;

/** The value of one line in each row; null if there is none, or none that the axis can show. */
export function valuesOf({ rows, y: { log } }: Pick<Drawing, 'rows' | 'y'>, key: string): (number | null)[] {
  return rows.map(({ values }) => {
    const value = values[key] ?? null;
    return value !== null && log && value <= 0 ? null : value;
  });
}

/** Whether each point of a line gets a dot. */
export function marked(values: ArrayLike<number | null | undefined>): boolean {
  let points = 0;
  for (let i = 0; i < values.length && points <= FEW; i++) if (values[i] != null) points++;
  return points > 0 && points <= FEW;
}
