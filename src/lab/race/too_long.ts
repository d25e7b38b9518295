import type { Backend } from '../../gpu/backend';
import type { Dispatch } from '../../gpu/dispatch';
import { ModelError } from '../../models/mixer';
import type { TrainingRecording } from './training_recording';

/** Estimated, of what cannot be cut any further: the page stutters, and its buttons wait, for what is longer. */
const MOST_MILLISECONDS = 100;

/** What is wrong with dispatches of which a part that cannot be cut takes too long, in words after a subject; undefined: nothing is. */
export function tooLong(backend: Pick<Backend, 'longestPart'>, dispatches: readonly Dispatch[]): string | undefined {
  const milliseconds = backend.longestPart(dispatches);
  if (milliseconds <= MOST_MILLISECONDS) return undefined;
  return `would hold this adapter for ${(milliseconds / 1000).toFixed(1)} s at a time`;
}

/** Throws ModelError where a training step would hold the adapter too long. */
export function refuseTooLong(
  backend: Pick<Backend, 'longestPart'>,
  name: string,
  { dispatches }: TrainingRecording,
): void {
  const why = tooLong(backend, dispatches);
  if (why) throw new ModelError(`${name} ${why}. Use a shorter length, or attention with a window.`);
}
