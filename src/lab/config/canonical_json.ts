/** Hexadecimal digits of a config's hash, the first ones of the SHA-256 of its `canonicalJson`. */
export const HASH_DIGITS = 16;

/** A config as JSON: the same for two configs with the same values in any order of keys. */
export function canonicalJson(config: unknown): string {
  return JSON.stringify(config, (_, value: unknown) =>
    value instanceof Object && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
