import type { Field } from '../../field';

/** The number that is typed in a field; NaN: none. A whole one may have separators, as the page writes it: 2,000. */
export function numberOf(text: string, { real = false }: Pick<Field, 'real'>): number {
  const digits = !real && /^\s*\d{1,3}(,\d{3})+\s*$/.test(text) ? text.replaceAll(',', '') : text;
  return digits.trim() === '' ? Number.NaN : Number(digits);
}

/** What is wrong with the text of a field, and what to enter; null: nothing. */
export function problemOf(text: string, field: Pick<Field, 'min' | 'max' | 'real'>): string | null {
  const { min, max, real = false } = field;
  const value = numberOf(text, field);
  if (Number.isFinite(value) && value >= min && value <= max && (real || Number.isInteger(value))) return null;
  const least = min.toLocaleString('en', { maximumSignificantDigits: 6 });
  return `Enter ${real ? 'a number' : 'a whole number'} from ${least} to ${max.toLocaleString('en')}.`;
}
