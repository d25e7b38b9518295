import { kept } from './caches';
import type { Asked, Scope } from './scope';

/**
 * Answers what a page of this folder loads: from the newest version that is kept, then from earlier ones, then from the host. Everything
 * else, such as another page in a folder below, goes its way as without a service worker.
 *
 * @param files the addresses of a build
 */
export function answer(
  { caches, fetch, registration: { scope } }: Scope,
  files: readonly string[],
): (event: Asked) => void {
  const folders = new Set(files.map(firstName));
  return event => {
    const { method, url } = event.request;
    const { origin, pathname } = new URL(url);
    if (method !== 'GET' || !(origin + pathname).startsWith(scope)) return;
    const file = (origin + pathname).slice(scope.length).replace(/^index\.html$/, '');
    if (file !== '' && !folders.has(firstName(file))) return;
    event.respondWith(kept(caches, scope, scope + file).then(found => found ?? fetch(event.request)));
  };
}

function firstName(file: string): string {
  return file.replace(/(?<=.)\/.*/, '');
}
