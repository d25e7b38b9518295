import type { Choice, Field, Switch } from '../field';
import { findMixer } from '../models/registry';

/** The parameters of a mixer in a block config, at their defaults. */
export function parameterDefaults(mixer: string): Readonly<Record<string, unknown>> {
  const value = findMixer(mixer).schema.parse({});
  return value instanceof Object ? { ...value } : {};
}

/** The number at a key of a config; NaN if there is none. */
export function numberAt(values: Readonly<Record<string, unknown>>, { key }: Pick<Field, 'key'>): number {
  const value = values[key];
  return typeof value === 'number' ? value : Number.NaN;
}

type Condition = Pick<Field, 'only' | 'unless'>;

/** Whether a field has an effect with these values. */
export function applies(field: Condition | Choice | Switch, values: Readonly<Record<string, unknown>>): boolean {
  if (!('only' in field || 'unless' in field)) return true;
  const { only, unless } = field;
  return (!only || values[only.key] === only.value) && (!unless || values[unless.key] !== unless.value);
}
