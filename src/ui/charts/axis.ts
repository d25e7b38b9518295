import { contenderColour, contenderDash } from '../colours';
import type { Extent, Range } from './range';

/** One axis of a plot. */
export interface Axis {
  /** Quantity and unit. */
  readonly label: string;
  /** The unit of a number that says none. Absent: the label is one. */
  readonly unit?: string;
  readonly domain: Range;
  /** All of it, where the domain may be a part. */
  readonly extent?: Extent;
  readonly log: boolean;
  readonly format: (value: number) => string;
  /** The format of round numbers, if they need fewer digits. */
  readonly tickFormat?: (value: number) => string;
  /** All values are whole numbers. */
  readonly whole?: boolean;
  /** In seconds; the ticks are round on a clock. */
  readonly time?: boolean;
  /** The ticks to choose from, for example powers of two; absent: round decimal numbers. */
  readonly ticks?: readonly number[];
}

export interface PlotLine {
  readonly key: string;
  /** A CSS colour or `var(--token)`. */
  readonly colour: string;
  /** Dash and gap lengths in CSS pixels, as SVG writes them. */
  readonly dash?: string;
  /** In CSS pixels. */
  readonly width: number;
  readonly opacity?: number;
}

/** A contender's line, in its colour and dashes. */
export function contenderLine(key: string, slot: number): PlotLine {
  return { key, colour: contenderColour(slot), dash: contenderDash(slot), width: 2 };
}

export const scales = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
] as const;

/** A filled area between the values `${key}-low` and `${key}-high` of each row. */
export interface PlotBand {
  readonly key: string;
  readonly colour: string;
}

/** A horizontal line to compare the curves with. */
export interface BaselineLevel {
  readonly name: string;
  readonly y: number;
}
