/** A number of a task, a block, or the training that the page lets the visitor change. */
export interface Field {
  readonly key: string;
  readonly label: string;
  /** What is said before the number where there is no room for the label; nothing where the number speaks for itself. */
  readonly short?: string;
  /** One sentence. */
  readonly help: string;
  readonly min: number;
  readonly max: number;
  /** It need not be whole. */
  readonly real?: boolean;
  readonly unit?: string;
  /** Values the page offers, where only some make sense (powers of two, say); the schema takes all from min to max. */
  readonly options?: readonly number[];
  /** What it means to give no number ('all'), where that is allowed: the schema then takes null. */
  readonly absent?: string;
  /** The choice that it belongs to, and its value; the number means nothing with another one. */
  readonly only?: { readonly key: string; readonly value: string | boolean };
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
  /** What a block that has it off says in a word or two. */
  readonly off: string;
}

/** One row of a form. */
export type Setting = Field | Choice | Switch;
