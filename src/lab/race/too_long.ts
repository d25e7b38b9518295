import type { Backend } from '../../gpu/backend';
import type { Dispatch } from '../../gpu/dispatch';
import { ModelError } from '../../models/mixer';
import type { TrainingRecording } from './training_recording';

/** Estimated time of a part that cannot be cut further. A longer one makes the page stutter and its buttons wait. */
const MOST_MILLISECONDS = 100;

/** The fault of dispatches with a part that takes too long and cannot be cut, as words after a subject; undefined: none. */
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
