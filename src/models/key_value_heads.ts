import { z } from 'zod';
import type { Field } from '../field';
import { constant, uniform } from './initialise';
import type { ParameterSpec, StateSpec } from './mixer';

/** Of mixers whose heads keep a matrix of values by keys, and norm and gate what they read from it. */
export interface KeyValueConfig {
  /** H. */
  readonly heads: number;
  /** Width of all keys together, as a multiple of D. */
  readonly expand_k: number;
  /** Width of all values together, as a multiple of D. */
  readonly expand_v: number;
}

const expansion = z.number().min(0.125).max(4);

/** Keys of the schema of `KeyValueConfig` but `heads`. */
export function expansions(keys: number, values: number) {
  return { expand_k: expansion.default(keys), expand_v: expansion.default(values) };
}

function widthField(key: string, label: string, short: string): Field {
  const help = `Width of all ${short} together, as a multiple of the model’s width D.`;
  return { key, label, short, help, min: 0.125, max: 4, real: true };
}

export const expansionFields: readonly Field[] = [
  widthField('expand_k', 'Width of the keys', 'keys'),
  widthField('expand_v', 'Width of the values', 'values'),
];

/** Widths: K and V of a head, whole and at least 1; keys and values of all. */
export function keyValueSizes({ heads: H, expand_k, expand_v }: KeyValueConfig, D: number) {
  const [K, V] = [expand_k, expand_v].map(expand => Math.max(1, Math.floor((expand * D) / H)));
  return { H, keys: H * K, values: H * V, K, V };
}

/** A projection of D columns, uniform with this bound, by default 1 / √columns. */
export function projection(name: string, rows: number, columns: number, bound = 1 / Math.sqrt(columns)): ParameterSpec {
  return { name: `${name}.weight`, shape: [rows, columns], initialise: uniform(bound) };
}

/** The weight of the norm of each head, named as in flash-linear-attention. */
export function normOfHeads(V: number): ParameterSpec {
  return { name: 'g_norm_swish_gate.weight', shape: [V], initialise: constant(1) };
}

export function keyValueState(config: KeyValueConfig, D: number): readonly StateSpec[] {
  const { H, K, V } = keyValueSizes(config, D);
  return [{ name: 'S', shape: [H, V, K] }];
}

/** Of the norm of each head, as in flash-linear-attention. Queries are divided by √K there; here it is in the norm, which undoes it. */
export function epsOf(K: number): number {
  return 1e-5 * K;
}
