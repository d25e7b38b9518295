import type { Plotted } from '../charts/drawing';
import type { Grid } from '../experiments/grid';
import type { HeatScale } from '../experiments/heat_scale';
import type { ColourGrid } from '../inspect/heat_map';
import type { ColourScale } from '../inspect/palette';

/** Where the numbers of a picture come from, for its caption and the name of its file. */
export interface Origin {
  /** 'Text, step 640 of 2,000' */
  readonly about: string;
  /** A few words for the file's name, such as 'text-step-640'. */
  readonly file: string;
  /** With every default; the caption has its hash. */
  readonly config: unknown;
  /** In words. */
  readonly adapter: string;
}

export interface LegendLine {
  readonly slot: number;
  readonly name: string;
  readonly value: string;
}

interface Words {
  readonly title: string;
  readonly unit: string;
  readonly origin: Origin;
}

export interface LinesPicture extends Words {
  readonly kind: 'lines';
  readonly legend: readonly LegendLine[];
  readonly plot: Plotted;
}

/** Numbers as colours. */
export interface CellsPicture extends Words {
  readonly kind: 'cells';
  readonly grid: ColourGrid;
  readonly scale: ColourScale;
  /** The token of each column. */
  readonly columns: readonly string[];
  /** The token of each row; null: rows are not tokens. */
  readonly rows: readonly string[] | null;
  /** What is down. */
  readonly down: string;
}

/** Values as colours, each with its number. */
export interface GridPicture extends Words {
  readonly kind: 'grid';
  readonly grid: Grid;
  readonly head: (column: Grid['columns'][number]) => string;
  readonly scale: HeatScale;
  readonly slots: ReadonlyMap<string, number>;
}

/** What can be saved as a picture. */
export type Picture = LinesPicture | CellsPicture | GridPicture;
