import { z } from 'zod';
import type { SweepableSetting } from '../../lab/config/swept_settings';
import type { SweepAxis } from '../../lab/config/variants';
import type { Params } from '../stores/experiments';

const axis = z.object({ setting: z.string(), values: z.array(z.union([z.number(), z.string()])) });

/** The swept settings of an experiment's parameters, or none. */
export function axesOf(params: Params, key: string): readonly SweepAxis[] {
  return z.array(axis).safeParse(params[key]).data ?? [];
}

const MOST_VALUES = 16;

/** Numbers with commas or spaces between them; `error` says what is wrong with them. */
export function readValues(
  text: string,
  known: SweepableSetting | undefined,
): { readonly values: number[]; readonly error: string | null } {
  const values = text
    .split(/[\s,;]+/)
    .filter(part => part !== '')
    .map(Number);
  return { values, error: problemOf(values, known?.field) };
}

function problemOf(values: readonly number[], field: SweepableSetting['field'] | undefined): string | null {
  const [min, max] = [field?.min ?? Number.NEGATIVE_INFINITY, field?.max ?? Number.POSITIVE_INFINITY];
  const whole = field !== undefined && !field.real;
  if (values.length === 0) return 'Enter at least one number.';
  if (values.length > MOST_VALUES) return `Enter at most ${MOST_VALUES} numbers.`;
  if (new Set(values).size < values.length) return 'Enter each number once.';
  const bad = values.some(
    value => !Number.isFinite(value) || value < min || value > max || (whole && !Number.isInteger(value)),
  );
  const range = Number.isFinite(min)
    ? ` from ${min.toLocaleString('en', { maximumSignificantDigits: 6 })} to ${max.toLocaleString('en')}`
    : '';
  return bad ? `Enter ${whole ? 'whole numbers' : 'numbers'}${range}, with commas between them.` : null;
}
