/** A number of a task or a block that the page lets the visitor change. */
export interface Field {
  readonly key: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit?: string;
  /** Values the page offers, where only some make sense (powers of two, say); the schema takes all from min to max. */
  readonly options?: readonly number[];
}
