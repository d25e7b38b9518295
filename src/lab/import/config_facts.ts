import { quoted } from '../../quoted';
import { ImportError } from './import_error';

export type ConfigObject = Readonly<Record<string, unknown>>;

/** The number under a key of a config.json; undefined: absent or null. Throws ImportError for anything else. */
export function numberIn(config: ConfigObject, key: string): number | undefined {
  const value = config[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value;
  throw new ImportError(`config.json has ${quoted(key)} that is not a number`);
}

export function objectIn(config: ConfigObject, key: string): ConfigObject {
  const value = config[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Throws ImportError if the config has another number than the file. */
export function checkSame(config: ConfigObject, key: string, found: number, what: string): void {
  const said = numberIn(config, key);
  if (said !== undefined && said !== found)
    throw new ImportError(
      `config.json says ${key} ${said}, and the file has ${found} ${what}; they do not belong together`,
    );
}

/** Throws ImportError if the config has one of these keys with another value than the one given: no model here computes that. */
export function checkOnly(config: ConfigObject, only: ConfigObject): void {
  for (const [key, value] of Object.entries(only)) {
    const said = config[key];
    if (said === undefined || said === null || JSON.stringify(said) === JSON.stringify(value)) continue;
    throw new ImportError(
      `config.json has ${quoted(key)}: ${JSON.stringify(said)}; only ${JSON.stringify(value)} is computed here`,
    );
  }
}
