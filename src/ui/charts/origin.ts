import { textHash } from '../text_hash';

/** What a chart shows the results of. */
export interface Origin {
  /** A race, or an experiment with its parameters. */
  readonly what: string;
  readonly config: unknown;
  /** In words; null: not known yet. */
  readonly adapter: string | null;
}

/** A line for a picture: what ran, the hash of its config, and on which adapter. */
export function originWords({ what, config, adapter }: Origin): string {
  return `${what} ${textHash(JSON.stringify(config)).slice(0, 8)} · ${adapter ?? 'unknown adapter'} · Unroll`;
}
