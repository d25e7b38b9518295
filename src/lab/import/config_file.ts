import { JsonError, readPlainJson } from '../export/strict_json';
import type { ConfigObject } from './config_facts';
import { ImportError } from './import_error';

/** Most characters of a config.json. */
export const CONFIG_CHARACTERS = 1 << 20;

/** Strings, and the two numbers that Python writes into JSON although JSON has none; here they become strings. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;

/** The object in a config.json. Throws ImportError. */
export function readConfigFile(text: string): ConfigObject {
  if (text.length > CONFIG_CHARACTERS)
    throw new ImportError('config.json is larger than 1 MB; it is no config of a model');
  let value: unknown;
  try {
    value = readPlainJson(text.replace(TOKEN, token => (token.startsWith('"') ? token : `"${token}"`)));
  } catch (error) {
    if (error instanceof JsonError) throw new ImportError(`config.json is not JSON: ${error.message}`);
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ImportError('config.json does not hold an object');
  return { ...value };
}
