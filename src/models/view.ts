/** Words that every drawing of the inspector carries. */
interface Words {
  /** Unique within its block; stays the same from sequence to sequence. */
  readonly key: string;
  readonly title: string;
  /** Of the values; absent for plain numbers. */
  readonly unit?: string | undefined;
  /** One or two plain sentences: what it is, and what to look for. */
  readonly help: string;
}

/** One line or more over the tokens: a norm, a mean. */
export interface LinesView extends Words {
  readonly kind: 'lines';
  readonly log?: boolean | undefined;
  readonly series: readonly { readonly name: string; readonly values: Float32Array }[];
}

/** Rows (channels, states, units) by tokens: Δ, decay, gates. */
export interface RowsView extends Words {
  readonly kind: 'rows';
  readonly rowName: string;
  readonly rows: number;
  /** (rows, L), row-major. */
  readonly values: Float32Array;
  /** What the ends of the colour scale mean; `diverging` has its middle at 0. */
  readonly scale: { readonly kind: 'sequential' | 'diverging'; readonly least: number; readonly most: number };
}

/** What each token (row) takes from each earlier one (column): attention, or what a recurrence implies. */
export interface MatrixView extends Words {
  readonly kind: 'matrix';
  /** (L, L), row-major, zero above the diagonal. */
  readonly values: Float32Array;
  readonly scale: { readonly kind: 'sequential' | 'diverging'; readonly least: number; readonly most: number };
}

/** A function of the lag, the same at every token: a convolution kernel. */
export interface LagsView extends Words {
  readonly kind: 'lags';
  /** values[lag], lag 0 is the token itself. */
  readonly series: readonly { readonly name: string; readonly values: Float32Array }[];
}

/** What the inspector draws of one block for one sequence of L tokens. */
export type View = LinesView | RowsView | MatrixView | LagsView;
