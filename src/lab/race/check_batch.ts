import { IGNORED, isScored } from '../../scored';
import type { Batch } from '../../tasks/task';
import type { BatchShape } from '../recording/batch_shape';

/** A batch that a model cannot read or answer; the message names the place. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
}

/**
 * Checks a batch (B, L) of a model with V tokens: tokens are 0..V-1; targets are 0..V-1 or IGNORED. Returns the number of
 * scored targets. Throws BatchError naming the first wrong place.
 */
export function checkBatch({ tokens, targets }: Batch, { B, L }: BatchShape, V: number): number {
  if (tokens.length !== B * L || targets.length !== B * L) {
    throw new BatchError(`a batch of (${B}, ${L}) needs ${B * L} tokens and ${B * L} targets`);
  }
  let scored = 0;
  for (let i = 0; i < tokens.length; i++) {
    if (isOutside(tokens[i], V)) throw new BatchError(`token ${tokens[i]} ${place(i, L)} is not in 0 to ${V - 1}`);
    if (!isScored(targets[i] ?? IGNORED)) continue;
    if (isOutside(targets[i], V)) {
      throw new BatchError(`target ${targets[i]} ${place(i, L)} is neither 0 to ${V - 1} nor ${IGNORED} (not scored)`);
    }
    scored++;
  }
  return scored;
}

function isOutside(token: number | undefined, V: number): boolean {
  return token === undefined || token < 0 || token >= V;
}

function place(i: number, L: number): string {
  return `at (${Math.floor(i / L)}, ${i % L})`;
}
