export interface Choosing {
  /** 0 is greedy. */
  readonly temperature: number;
  /** Chooses among the k most likely tokens, the lowest of equal ones; 0 keeps the whole vocabulary. */
  readonly topK: number;
  readonly seed: number;
  /** Recompute the whole prefix for every token: no cache, no queue, no state. */
  readonly naive: boolean;
}

/** The given part of a sequence, before tokens are chosen. */
export interface Given {
  /** The model reads these, not the tokens chosen at their places. */
  readonly tokens: Int32Array;
  /** Tokens read before the first choice, at least one; all of them for a prompt. */
  readonly read: number;
}

/** How to sample with carried state: many tokens a dispatch if the model allows it, or layer by layer. */
export type DecodePath = 'auto' | 'one_dispatch' | 'per_layer';
