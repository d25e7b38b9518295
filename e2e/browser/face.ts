/** Roles that flows look elements up by. */
export type Role = 'button' | 'dialog' | 'region' | 'textbox';

/** What a flow does with a page in any browser. Names are accessible names, whole. */
export interface Face {
  /** An address of the page, from its `/` on. */
  goto(address: string): Promise<void>;
  /** Waits for the element. */
  click(role: Role, name: string): Promise<void>;
  /** Waits for the field with this label, and replaces its text. */
  fill(label: string, text: string): Promise<void>;
  /** The text of the first such element; '' where there is none. */
  textOf(role: Role, name: string): Promise<string>;
  /** Runs a function in the page. */
  evaluate<T>(call: () => T | Promise<T>): Promise<T>;
  evaluate<T, A>(call: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  /** The browser's errors and warnings so far: of the console, and those nobody caught. */
  readonly troubles: readonly string[];
}

/** A running browser. */
export interface Browser {
  /** `script` runs in the page before its own. */
  open(origin: string, script: () => void): Promise<{ readonly face: Face; close(): Promise<void> }>;
  close(): Promise<void>;
}
