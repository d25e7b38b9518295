/** The words of a drawing in Inspect. */
interface Words {
  /** Unique within its block; the same for every sequence. */
  readonly key: string;
  readonly title: string;
  /** Unit of the values; absent for plain numbers. */
  readonly unit?: string | undefined;
  /** One or two sentences: what it is, and what to look for. */
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
  /** The ends of the colour scale; `diverging` has its middle at 0. */
  readonly scale: { readonly kind: 'sequential' | 'diverging'; readonly least: number; readonly most: number };
}

/** The weight of each earlier token (column) for each token (row): attention, or the implied attention of a recurrence. */
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

/** Inspect's drawing of one block for one sequence of L tokens. */
export type BlockView = LinesView | RowsView | MatrixView | LagsView;
