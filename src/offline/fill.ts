import { cacheOf, kept } from './caches';
import type { Scope } from './scope';

/** What a build holds: see virtual:offline. */
export interface Build {
  readonly version: string;
  readonly files: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Names that the build gives: they change with their content. */
const HASHED = /^assets\//;
const AT_ONCE = 6;

/** Of the files, this one is put last, so that a cache that has it is whole. */
const PAGE = './';

/**
 * Puts all files of a build into a cache of its own, with the headers of `scripts/headers.mjs`, which the host may not send. What an
 * earlier version has under the same hashed name is not loaded again. Rejects, and leaves no cache, where a file is missing.
 */
export async function fill(scope: Scope, build: Build, now: Date): Promise<void> {
  const { caches, registration } = scope;
  const name = cacheOf(registration.scope, build.version, now);
  const cache = await caches.open(name);
  const put = async (file: string) => {
    const address = new URL(file, registration.scope).href;
    const earlier = HASHED.test(file) ? await kept(caches, registration.scope, address) : undefined;
    await cache.put(address, await ours(file, earlier ?? (await scope.fetch(address, { cache: 'no-cache' })), build));
  };
  const waiting = build.files.filter(file => file !== PAGE);
  const putAll = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await put(file);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, putAll));
    await put(PAGE);
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
}

/** A response as the page gets it. A host answers for a missing file with an error, or with a page of its own. */
async function ours(file: string, response: Response, { version, headers }: Build): Promise<Response> {
  const type = response.headers.get('Content-Type') ?? 'application/octet-stream';
  const isPage = file === PAGE;
  if (!response.ok || (type.startsWith('text/html') && !isPage)) throw new Error(`The host does not have ${file}.`);
  const body = await response.arrayBuffer();
  if (isPage && !new TextDecoder().decode(body).includes(version))
    throw new Error('The host has the page of another version.');
  return new Response(body, { headers: { ...headers, 'Content-Type': type } });
}
