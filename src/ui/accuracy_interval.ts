import type { RunConfig } from '../lab/config/config';
import { wilson } from '../lab/experiments/intervals';

/** Validation sequences of one accuracy of a race: answers within a sequence are not independent, so these are the tries. */
export function validationSequences({ validation_batches, batch }: RunConfig['training']): number {
  return validation_batches * batch;
}

/** '51.5–68.2 %': the 95 % interval of a validation accuracy (Wilson); empty where nothing was measured. */
export function accuracyInterval(share: number, training: RunConfig['training']): string {
  if (!Number.isFinite(share)) return '';
  const [low, high] = wilson(share, validationSequences(training)).map(end => (100 * end).toFixed(1));
  return `${low}–${high} %`;
}
