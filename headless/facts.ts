import { z } from 'zod';
import { JsonError, readPlainJson } from '../src/lab/export/strict_json';
import { checkAs } from './json_file';
import { UsageError } from './usage';

const stepFact = z.int().min(0);

/**
 * The JSON value of `key` in the metadata of the weights file `init`; undefined: absent. Throws UsageError naming file and key
 * if it is not JSON or does not fit `schema`.
 */
export function fact<T>(
  init: string,
  about: ReadonlyMap<string, string>,
  key: string,
  schema: z.ZodType<T>,
): T | undefined {
  const text = about.get(key);
  if (text === undefined) return undefined;
  try {
    return checkAs(`${init}: ${key}`, schema, readPlainJson(text));
  } catch (error) {
    if (error instanceof JsonError) throw new UsageError(`${init}: its '${key}' is not JSON: ${error.message}`);
    throw error;
  }
}

/** Steps that the weights were trained, by their file; undefined: unknown. Throws UsageError if that is no count. */
export function stepOf(init: string, about: ReadonlyMap<string, string>): number | undefined {
  return fact(init, about, 'step', stepFact);
}
