import type { RunConfig } from '../../lab/config/config';

/** A setting that differs between runs, and its value in each; null: the run has none. */
export interface Difference {
  /** As in the config: 'training.lr', 'contenders.2.blocks.1.d_state', counted from 1. */
  readonly setting: string;
  readonly values: readonly (string | null)[];
}

/** The settings in which the configs of races differ, in the order of the first config that has them. */
export function differencesOf(configs: readonly RunConfig[]): Difference[] {
  const flat = configs.map(config => flattened(config));
  const settings = [...new Set(flat.flatMap(values => [...values.keys()]))];
  return settings.flatMap(setting => {
    const values = flat.map(known => known.get(setting) ?? null);
    return new Set(values).size > 1 ? [{ setting, values }] : [];
  });
}

function flattened(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    const plain = value.every(item => !(item instanceof Object));
    if (plain) into.set(path, value.join(', '));
    else for (const [i, item] of value.entries()) flattened(item, `${path}.${i + 1}`, into);
  } else if (value instanceof Object) {
    for (const [key, item] of Object.entries(value)) flattened(item, path === '' ? key : `${path}.${key}`, into);
  } else if (value !== undefined) into.set(path, value === null ? 'none' : String(value));
  return into;
}
