import type { z } from 'zod';
import { firstIssue } from '../src/first_issue';
import { JsonError, readPlainJson } from '../src/lab/export/strict_json';
import { readText } from './files';
import { UsageError } from './usage';

/**
 * A file of JSON by RFC 8259, in UTF-8, or in UTF-16 with a byte order mark. Throws UsageError naming the file and the place,
 * also for a repeated key and a number beyond a double.
 */
export function readJson(path: string): unknown {
  const text = readText(path, 'JSON');
  try {
    return readPlainJson(text);
  } catch (error) {
    if (error instanceof JsonError) throw new UsageError(`${path} is not JSON: ${error.message}`);
    throw error;
  }
}

/** Such a file that fits `schema`. Throws UsageError naming the file and the key. */
export function readJsonAs<T>(path: string, schema: z.ZodType<T>): T {
  return checkAs(path, schema, readJson(path));
}

/** Throws UsageError naming the file and the key. */
export function checkAs<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${path}: ${firstIssue(parsed.error.issues, 'top level')}`);
}
