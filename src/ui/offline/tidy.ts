import { lockOf, namesIn, versionIn } from '../../offline/caches';

/**
 * Deletes what is older than the files of `version`, except those of open pages, which load parts of themselves late. Without locks nothing
 * is deleted.
 */
export async function tidy(
  caches: Pick<CacheStorage, 'keys' | 'delete'>,
  locks: Pick<LockManager, 'query'> | undefined,
  scope: string,
  version: string,
): Promise<void> {
  if (locks === undefined) return;
  const { held = [] } = await locks.query();
  const open = new Set(held.map(({ name }) => name));
  const names = await namesIn(caches, scope);
  const own = names.findIndex(name => versionIn(name) === version);
  const older = own < 0 ? [] : names.slice(own + 1);
  const unused = older.filter(name => !open.has(lockOf(scope, versionIn(name))));
  await Promise.all(unused.map(name => caches.delete(name)));
}
