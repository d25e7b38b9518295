/** Lets `use` build something when it first needs it, and frees it afterwards if it was built. */
export async function whenNeeded<T, R>(
  build: () => Promise<T>,
  free: (built: T) => void,
  use: (get: () => Promise<T>) => Promise<R>,
): Promise<R> {
  const building: Promise<T>[] = [];
  const get = (): Promise<T> => {
    const [first = build()] = building;
    if (building.length === 0) building.push(first);
    return first;
  };
  try {
    return await use(get);
  } finally {
    // What could not be built has freed its own.
    for (const built of building) await built.then(free, () => {});
  }
}
