import { z } from 'zod';
import { checkHeads } from '../../heads';
import { ModelError } from '../../mixer';

/** Base of the wavelengths of sinusoids and rotations, as in both papers. */
export const BASE = 10000;

export const schema = z.strictObject({
  heads: z.int().min(1).max(256).default(4),
  /** Keys and values: each serves heads / kv_heads queries. 1 is multi-query attention; null: one for each head. */
  kv_heads: z.int().min(1).max(256).nullish(),
  /** Tokens that a token attends to, itself included; null: all tokens up to it. */
  window: z.int().min(1).max(1048576).nullish(),
  /**
   * Positions. `rope` rotates queries and keys; `xpos` also scales them, so that scores fall with the distance; `alibi` takes the
   * distance off the scores; `learned` and `sinusoidal` are added to the normalised input of the block,
   * before its projections.
   */
  positions: z.enum(['rope', 'xpos', 'alibi', 'none', 'learned', 'sinusoidal']).default('rope'),
  /** Rows of the learned table. Training needs one per token. In sampling, tokens beyond the table use its last row. */
  places: z.int().min(1).max(65536).default(512),
});
export type AttentionConfig = z.infer<typeof schema>;

/** Whether queries and keys are rotated. */
export function isTurned(positions: AttentionConfig['positions']): boolean {
  return positions === 'rope' || positions === 'xpos';
}

/** Heads that share a key, and widths: of the keys of a token, and of its queries, keys, and values. Throws ModelError if they do not divide. */
export function keysOf({ heads, kv_heads }: AttentionConfig, D: number) {
  checkHeads('attention', heads, D);
  const sharing = heads / (kv_heads ?? heads);
  if (Number.isInteger(sharing)) return { sharing, keys: D / sharing, row: D + (2 * D) / sharing };
  throw new ModelError(
    `attention: ${heads} heads do not divide into ${kv_heads} keys and values; choose a number that divides them`,
  );
}
