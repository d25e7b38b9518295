/** A number of a task, a block, or the training that the page lets the visitor change. */
export interface Field {
  readonly key: string;
  readonly label: string;
  /** Stands before the number where the label has no room; empty where the number alone is clear. */
  readonly short?: string;
  /** One sentence. */
  readonly help: string;
  readonly min: number;
  readonly max: number;
  /** True: the number need not be whole. */
  readonly real?: boolean;
  readonly unit?: string;
  /** The values that the page offers, where only some make sense, such as powers of two. The schema takes all from min to max. */
  readonly options?: readonly number[];
  /** What an empty field means, such as 'all', where it is allowed. The schema then takes null. */
  readonly absent?: string;
  /** The field counts only when this choice has this value. */
  readonly only?: { readonly key: string; readonly value: string | boolean };
  /** The field has no effect when this choice has this value; null: when that field is empty. */
  readonly unless?: { readonly key: string; readonly value: string | boolean | null };
}

/** A named alternative of a task or a block that the page lets the visitor choose. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  readonly options: readonly { readonly value: string | number; readonly label: string }[];
}

/** Something of a block that the page lets the visitor turn on and off; the schema takes a boolean. */
export interface Switch {
  readonly key: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  /** A word or two that a block shows when it is off. */
  readonly off: string;
}

/** One row of a form. */
export type Setting = Field | Choice | Switch;
