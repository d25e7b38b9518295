import { z } from 'zod';
import type { Field } from '../field';
import { MAX_TAPS } from '../gpu/limits';
import { checkHeads } from './heads';

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

/** Keys of the schema and fields of mixers whose heads share a width that may be a fraction of the model's. */
export function headedSchema(expand: number) {
  return {
    /** H. */
    heads: z.int().min(1).max(256).default(4),
    /** The width inside / D; it is rounded down. */
    expand: z.number().min(0.5).max(8).default(expand),
    /** K, tokens that the short convolution sees. */
    kernel: z.int().min(1).max(MAX_TAPS).default(4),
  };
}

export function headedFields(heads: string): readonly Field[] {
  return [headsField(heads), { ...expansionField, min: 0.5, real: true }, tapsField('kernel')];
}

/** The width inside, and that of a head. Throws ModelError if the heads do not divide it. */
export function headedWidths(mixer: string, { heads, expand }: { heads: number; expand: number }, D: number) {
  const width = Math.floor(expand * D);
  checkHeads(mixer, heads, width);
  return { width, n: width / heads };
}
