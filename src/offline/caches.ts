/** A build that is served from the folder `scope` keeps its files under names that begin so. Folders of one host share the storage. */
function prefix(scope: string): string {
  return `unroll ${new URL(scope).pathname} `;
}

/** The name of the lock that each page of a version holds. */
export function lockOf(scope: string, version: string): string {
  return prefix(scope) + version;
}

/** The name of a cache for the files of a version. Names sort by age. */
export function cacheOf(scope: string, version: string, now: Date): string {
  return `${prefix(scope)}${now.toISOString()} ${version}`;
}

/** The version whose files a cache holds. */
export function versionIn(cache: string): string {
  return cache.slice(cache.lastIndexOf(' ') + 1);
}

/** The caches of a folder, the newest first. */
export async function namesIn(caches: Pick<CacheStorage, 'keys'>, scope: string): Promise<string[]> {
  return (await caches.keys())
    .filter(name => name.startsWith(prefix(scope)))
    .toSorted()
    .toReversed();
}

/** The newest of what is kept for an address. */
export async function kept(caches: CacheStorage, scope: string, address: string): Promise<Response | undefined> {
  for (const name of await namesIn(caches, scope)) {
    const found = await (await caches.open(name)).match(address);
    if (found) return found;
  }
  return undefined;
}
