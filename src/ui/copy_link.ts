import type { LinkHere } from './link_here';
import { setLinkNote } from './stores/link_note';

/** Copies a link, shows what it does not hold, and returns a word or two on how it went. */
export async function copyLink(link: Promise<LinkHere>): Promise<string> {
  const { hash, note } = await link;
  setLinkNote(note);
  if (hash === null) return 'No link';
  const address = new URL(hash, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    return 'Link copied';
  } catch {
    history.replaceState(null, '', hash);
    return 'Copy the address bar';
  }
}
