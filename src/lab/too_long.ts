import type { Backend } from '../gpu/backend';
import type { Dispatch } from '../gpu/dispatch';

/** Estimated, of what cannot be cut any further: the page stutters, and its buttons wait, for what is longer. */
const MOST_MILLISECONDS = 100;

/** What is wrong with dispatches of which a part that cannot be cut takes too long, in words after a subject; undefined: nothing is. */
export function tooLong(backend: Pick<Backend, 'longestPart'>, dispatches: readonly Dispatch[]): string | undefined {
  const milliseconds = backend.longestPart(dispatches);
  if (milliseconds <= MOST_MILLISECONDS) return undefined;
  return `would hold this adapter for ${(milliseconds / 1000).toFixed(1)} s at a time`;
}
