import type { Row } from '../../src/lab/experiments/experiment';

/** Something that is known of the models, which the figures hold or do not. */
export interface KnownFact {
  /** One sentence. */
  readonly claim: string;
  readonly source: string;
  /** Null: the rows do not tell. */
  readonly holds: (rows: readonly Row[]) => boolean | null;
}

/** How the rows become a table: `value` by `down` and `across`, or some columns of every row. */
export type ResultTable =
  | { readonly kind: 'pivot'; readonly down: readonly string[]; readonly across: string; readonly value: string }
  | { readonly kind: 'columns'; readonly columns: readonly string[] };

/** An experiment at full strength, kept as docs/results/NAME.unroll. */
export interface StrongRun {
  readonly name: string;
  /** In the registry. Its published figures stand beside the result. */
  readonly experiment: string;
  /** With what differs from the experiment's defaults. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What it is expected to take on two quiet cores, without a GPU. */
  readonly hours: number;
  readonly known: readonly KnownFact[];
  readonly table: ResultTable;
  /** The sentences of the experiment's summary follow the table. */
  readonly sentences?: true;
}
