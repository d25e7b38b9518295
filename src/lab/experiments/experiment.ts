import type { z } from 'zod';
import type { Field } from '../../field';
import type { Materials } from '../../tasks/task';
import type { Instruments } from './instruments/instruments';

/** Null: not measured; a column of the row says why. */
export type Cell = number | string | null;

/** One measured line of a result table, by column key. */
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  readonly key: string;
  readonly title: string;
  /** Of every number in the column; absent for words and plain counts. */
  readonly unit?: string;
}

/** How the rows are drawn; axes and lines are named by column key. */
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
      /** Columns between which y lies: percentiles of its samples, or a 95 % interval. */
      readonly band?: { readonly low: string; readonly high: string; readonly title: string };
      /** The least y that could be measured, drawn where a row has that status instead of a figure. */
      readonly floors?: readonly { readonly status: string; readonly y: number; readonly name: string }[];
    }
  | {
      readonly kind: 'heatmap';
      readonly title: string;
      readonly x: string;
      readonly y: string;
      /** What the colour means. */
      readonly value: string;
    };

/** Figures of others, shown beside what was measured here and never mixed up with it. */
export interface Published {
  readonly source: string;
  readonly setting: string;
  readonly columns: readonly string[];
  /** Drawn as the measured heat map is, with these columns as its axes; the value is in per cent. */
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
  /** Throws the signal's reason at the next turn once it is aborted. */
  readonly signal: AbortSignal;
  /** After each partial result: its rows are kept whatever happens next. */
  report(update: Update<R>): void;
}

/** A measurement that checks one claim. One file each in lab/experiments; registry.ts lists them. */
export interface Experiment<P = unknown, R extends Row = Row> {
  readonly name: string;
  readonly title: string;
  /** One plain sentence. */
  readonly question: string;
  /** The sentence of the review that it checks. */
  readonly claim: string;
  readonly published: readonly Published[];
  /** Strict; the defaults take minutes on a software adapter. */
  readonly schema: z.ZodType<P>;
  /** Numbers of the parameters that the page lets the visitor change. */
  readonly fields: readonly Field[];
  /** The keys of every row, in this order. */
  readonly columns: readonly Column[];
  readonly charts: readonly Chart[];
  /** Rejects with TaskError, ModelError, MemoryError, or the signal's reason. Frees what it allocated either way. */
  run(call: ExperimentCall<P, R>): Promise<void>;
  /** What the rows say, a sentence each; of as many rows as there are. */
  summary(rows: readonly R[], params: P): string[];
}

/** An unknown experiment or bad parameters; the message names the fix. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}
