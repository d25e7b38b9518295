import type { Field } from '../field';
import { MAX_TAPS } from '../gpu/limits';

/** Of the mixers that scan states behind a short convolution. */

export function statesField(max: number, options: readonly number[]): Field {
  return {
    key: 'd_state',
    label: 'States per channel',
    help: 'State size of each channel (N). A larger state remembers more and costs more time.',
    min: 1,
    max,
    options,
  };
}

export function tapsField(key: string): Field {
  return {
    key,
    label: 'Convolution width',
    short: 'taps',
    help: 'Taps of the causal convolution in front of the scan: how many recent tokens it mixes.',
    min: 1,
    max: MAX_TAPS,
    unit: 'tokens',
  };
}

export function headsField(help: string): Field {
  return { key: 'heads', label: 'Heads', help, min: 1, max: 64, options: [1, 2, 4, 8, 16] };
}

export const expansionField: Field = {
  key: 'expand',
  label: 'Expansion',
  short: 'expand',
  help: 'Width inside the block, as a multiple of the model’s width D.',
  min: 1,
  max: 8,
};
