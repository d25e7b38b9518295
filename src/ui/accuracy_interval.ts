import type { RunConfig } from '../lab/config';
import { wilson } from '../lab/experiments/intervals';
import { percent } from './format';

/** Validation sequences of one accuracy of a race: answers within a sequence are not independent, so these are the tries. */
export function validationSequences({ validation_batches, batch }: RunConfig['training']): number {
  return validation_batches * batch;
}

/** '51.5 % to 68.2 %': the 95 % interval of a validation accuracy (Wilson); empty where nothing was measured. */
export function accuracyInterval(share: number, training: RunConfig['training']): string {
  if (!Number.isFinite(share)) return '';
  const [low, high] = wilson(share, validationSequences(training));
  return `${percent(low)} to ${percent(high)}`;
}
