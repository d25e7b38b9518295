/** A record that has one value for all names. */
function all<Name extends string, Value>(names: readonly Name[], value: Value): Readonly<Record<Name, Value>> {
  const record = Object.fromEntries(names.map(name => [name, value]));
  if (!hasAll(record, names)) throw new Error('a name is missing');
  return record;
}

function hasAll<Name extends string, Value>(
  record: Readonly<Record<string, Value>>,
  names: readonly Name[],
): record is Readonly<Record<Name, Value>> {
  return names.every(name => name in record);
}

/** Dims of a kernel that are whole numbers from 0. */
export function u32<const Name extends string>(...names: readonly Name[]): Readonly<Record<Name, 'u32'>> {
  return all(names, 'u32');
}

/** Buffers of a kernel that are used alike, next to each other. */
export function allOf<const Use extends string, const Name extends string>(
  use: Use,
  ...names: readonly Name[]
): Readonly<Record<Name, Use>> {
  return all(names, use);
}
