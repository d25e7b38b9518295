import type { RunConfig } from '../lab/config/config';
import { wilson } from '../lab/experiments/intervals';

/** Number of independent trials behind a validation accuracy: its sequences, because answers within one are not independent. */
export function validationSequences({ validation_batches, batch }: RunConfig['training']): number {
  return validation_batches * batch;
}

/** '51.5–68.2 %': the 95 % interval of a validation accuracy (Wilson); empty if nothing was measured. */
export function accuracyInterval(share: number, training: RunConfig['training']): string {
  if (!Number.isFinite(share)) return '';
  const [low, high] = wilson(share, validationSequences(training)).map(end => (100 * end).toFixed(1));
  return `${low}–${high} %`;
}
