import { contenderColour, contenderDash } from '../colours';

/** One axis of a plot. */
export interface Axis {
  /** Quantity and unit. */
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly log: boolean;
  readonly format: (value: number) => string;
  /** Of round numbers, where they need fewer digits. */
  readonly tickFormat?: (value: number) => string;
  /** Has no values between whole numbers. */
  readonly whole?: boolean;
  /** In seconds: round numbers are those of a clock. */
  readonly time?: boolean;
  /** Where round numbers are not powers of ten. */
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

/** The choices of the scale of an axis. */
export const scales = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
] as const;

/** Filled between `${key}-low` and `${key}-high` of a row. */
export interface PlotBand {
  readonly key: string;
  readonly colour: string;
}

/** A level that lines are held against. */
export interface BaselineLevel {
  readonly name: string;
  readonly y: number;
}
