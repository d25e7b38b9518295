/** How tokens are chosen. */
export interface Choosing {
  /** 0 is greedy. */
  readonly temperature: number;
  /** The k most likely tokens are chosen among, of equal ones the lowest; 0 keeps the whole vocabulary. */
  readonly topK: number;
  readonly seed: number;
  /** Recompute the whole prefix for every token: no cache, no queue, no state. */
  readonly naive: boolean;
}

/** What is known of a sequence before tokens are chosen. */
export interface Given {
  /** They are read whatever is chosen at their places. */
  readonly tokens: Int32Array;
  /** So many are read before the first choice, at least one; all of them for a prompt that is to be continued. */
  readonly read: number;
}

/** How tokens are sampled with carried state: many a dispatch where the model allows, or a dispatch or more a layer. */
export type DecodePath = 'auto' | 'one_dispatch' | 'per_layer';
