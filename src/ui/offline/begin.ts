import { lockOf } from '../../offline/caches';
import { offlineStore } from '../stores/offline';
import { tidy } from './tidy';

/** Milliseconds from one look for a newer version to the next. */
const HOUR = 3_600_000;
/** A page that was opened as the version before this one has begun to run by then, and holds its lock. */
const OPENED = 30_000;

/** Asks the browser to keep the page, so that it opens without a network, and watches for newer versions. A browser that cannot keep it changes nothing. */
export async function beginOffline(): Promise<void> {
  const version = document.querySelector<HTMLMetaElement>('meta[name="version"]')?.content;
  if (version === undefined || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const scope = new URL('./', document.baseURI).href;
  hold(lockOf(scope, version));
  const look = async () => {
    const newest = serviceWorker.controller ? await newestVersion() : undefined;
    if (newest !== undefined) offlineStore.setState({ kept: true, newer: newest !== version });
    return newest;
  };
  serviceWorker.addEventListener('controllerchange', () => void look());
  try {
    const registration = await serviceWorker.register('./sw.js', { scope: './' });
    registration.addEventListener('updatefound', () => {
      // It waits for the one before, which already answers with its files.
      registration.installing?.addEventListener('statechange', () => void look());
    });
    setInterval(() => void registration.update().catch(() => {}), HOUR);
  } catch {
    // A private window or a visitor may forbid it, and there may be no network.
  }
  await look();
  setTimeout(async () => {
    if ((await look()) === version) await tidy(caches, navigator.locks, scope, version);
  }, OPENED);
}

/** Until the page closes. The lock says that a page of this version is open. */
function hold(name: string): void {
  navigator.locks?.request(name, { mode: 'shared' }, () => new Promise(() => {})).catch(() => {});
}

/** The version that the next visit opens; undefined: the service worker does not say. */
async function newestVersion(): Promise<string | undefined> {
  try {
    const response = await fetch(new URL('version.txt', document.baseURI));
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
