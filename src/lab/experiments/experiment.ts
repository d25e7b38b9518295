import type { z } from 'zod';
import type { Choice, Field } from '../../field';
import type { Materials } from '../../tasks/task';
import type { RunConfig } from '../config/config';
import type { Instruments } from './instruments/instruments';
import type { Once } from './kept_cells';

/** Null: not measured; a column of the row says why. */
export type Cell = number | string | null;

/** One measured line of a result table, by column key. */
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  readonly key: string;
  readonly title: string;
  /** Unit of the column; absent for words and plain counts. */
  readonly unit?: string;
}

/** How to draw the rows; column keys name axes and lines. */
export type Chart =
  | {
      readonly kind: 'line';
      readonly title: string;
      readonly x: string;
      readonly y: string;
      /** One line for each combination of these. */
      readonly series: readonly string[];
      /** One chart for each value of this. */
      readonly facet?: string;
      readonly log: { readonly x: boolean; readonly y: boolean };
      /** Columns with the bounds of y: percentiles of its samples, or a 95 % interval. */
      readonly band?: { readonly low: string; readonly high: string; readonly title: string };
      /** Only rows with one of these values in this column; absent: all rows. */
      readonly rows?: { readonly column: string; readonly values: readonly string[] };
      /** The least measurable y, drawn where a row has this status instead of a figure. */
      readonly floors?: readonly { readonly status: string; readonly y: number; readonly name: string }[];
    }
  | {
      readonly kind: 'heatmap';
      readonly title: string;
      readonly x: string;
      readonly y: string;
      /** The quantity of the colour scale. */
      readonly value: string;
      /** One map for each value of this. */
      readonly facet?: string;
      /** Columns that name what goes across and down, where that differs from run to run. */
      readonly names?: { readonly x: string; readonly y: string };
      /** Absent: the values are shares. Else colours go from the least value to the largest, and the least is marked. */
      readonly scale?: 'least is best';
    }
  | {
      /** A point with its name for each row. */
      readonly kind: 'points';
      readonly title: string;
      readonly x: string;
      readonly y: string;
      readonly log: { readonly x: boolean; readonly y: boolean };
      /** Which race a point opens, in a word for the experiment's `raceOf`. */
      readonly opens: string;
    };

type LineChart = Extract<Chart, { kind: 'line' }>;

/** A line for each contender, or for what `series` names: `y` over `x`, on axes that are logarithmic where `log` names them. */
export function linesOver(
  x: string,
  y: string,
  title: string,
  log: '' | 'x' | 'y' | 'xy',
  more: Partial<Pick<LineChart, 'series' | 'facet' | 'band' | 'rows' | 'floors'>> = {},
): LineChart {
  const axes = { x: log.includes('x'), y: log.includes('y') };
  return { kind: 'line', title, x, y, series: ['contender'], log: axes, ...more };
}

/** A point for each contender: `y` over `x`, on axes that are logarithmic where `log` names them. */
export function pointsOver(x: string, y: string, title: string, log: '' | 'x' | 'y' | 'xy', opens: string): Chart {
  return { kind: 'points', title, x, y, log: { x: log.includes('x'), y: log.includes('y') }, opens };
}

/** Published figures, shown beside the measured ones and never mixed with them. */
export interface Published {
  readonly source: string;
  readonly setting: string;
  readonly columns: readonly string[];
  /** Drawn like the measured heat map, with these columns as axes; values are per cent. */
  readonly heatmap?: { readonly x: string; readonly y: string; readonly value: string };
  /** Null: the source gives no figure. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface Update<R extends Row = Row> {
  /** 0 to 1, never falling. */
  readonly progress: number;
  /** What is going on, in a few words. */
  readonly message: string;
  readonly row?: R | undefined;
}

export interface ExperimentCall<P, R extends Row> {
  readonly instruments: Instruments;
  readonly materials: Materials;
  readonly params: P;
  /** Once aborted, the next turn throws its reason. */
  readonly signal: AbortSignal;
  /** Finished measurements go through it, so that a run that goes on later does not repeat them. */
  readonly once: Once;
  /** Called after each partial result. Its rows are kept in any case. */
  report(update: Update<R>): void;
}

/** A signal that the visitor draws, where another parameter has this value. */
export interface Sketch {
  readonly key: string;
  readonly label: string;
  readonly only: { readonly key: string; readonly value: string };
}

/** A measurement that checks one claim. Each has a file in lab/experiments; registry.ts lists them. */
export interface Experiment<P = unknown, R extends Row = Row> {
  readonly name: string;
  readonly title: string;
  /** One plain sentence. */
  readonly question: string;
  /** The claim that it checks, as one sentence. */
  readonly claim: string;
  readonly published: readonly Published[];
  /** Strict; the defaults take minutes on a software adapter. */
  readonly schema: z.ZodType<P>;
  /** Numbers of the parameters that the page lets the visitor change. */
  readonly fields: readonly Field[];
  /** Parameters with a few named values. */
  readonly choices?: readonly Choice[];
  /** Contenders that the page offers beside those of the defaults, as the parameter `contenders` takes them. */
  readonly further?: readonly { readonly name: string }[];
  /** The parameter that lists swept settings, each with its values (see config/variants); absent: it sweeps none. */
  readonly axes?: string;
  /** The parameter with a signal that the visitor draws: values from -1 to 1. Absent: there is none. */
  readonly sketch?: Sketch;
  /** The keys of every row, in this order. */
  readonly columns: readonly Column[];
  readonly charts: readonly Chart[];
  /** The race that a point of a chart opens, by what the chart `opens` and the point's contender; undefined: there is none. */
  raceOf?(opens: string, contender: string, params: P): RunConfig | undefined;
  /** Rejects with TaskError, ModelError, MemoryError, or the signal's reason. Always frees what it allocated. */
  run(call: ExperimentCall<P, R>): Promise<void>;
  /** A summary of the rows so far, in sentences. */
  summary(rows: readonly R[], params: P): string[];
}

/** An unknown experiment or bad parameters; the message names the fix. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}
