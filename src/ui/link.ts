import type { RunConfig } from '../lab/config/config';
import { shapedRace } from './check';
import { deflate, deflates, inflate } from './deflate';

/** The longest hash that is read, in characters. No race on the page has a longer one. */
export const longestHash = 200_000;

/** The longest race that is read, in bytes of its JSON. No race on the page is longer. */
export const longestRace = 400_000;

/** Prefix of a race as base64url of its JSON: links of earlier versions and of browsers that cannot compress. */
const plain = '#race=';

/** The same with the JSON compressed. */
const compressed = '#racez=';

/** The hash of a link that opens this race. */
export async function encodeLink(config: RunConfig): Promise<string> {
  const json = JSON.stringify(config);
  if (!deflates) return plain + toBase64Url(new TextEncoder().encode(json));
  return compressed + toBase64Url(await deflate(json));
}

export type Decoded =
  | { readonly kind: 'none' }
  | { readonly kind: 'race'; readonly config: RunConfig }
  | { readonly kind: 'bad'; readonly reason: string };

/** The race in a hash. A link is a stranger's text, so it is capped and checked. Never throws. */
export async function decodeLink(hash: string): Promise<Decoded> {
  if (hash === '' || hash === '#') return { kind: 'none' };
  const prefix = [plain, compressed].find(known => hash.startsWith(known));
  if (prefix === undefined) return { kind: 'bad', reason: 'It does not hold a race.' };
  if (hash.length > longestHash) return { kind: 'bad', reason: `It is longer than ${longestHash} characters.` };
  if (prefix === compressed && !deflates)
    return { kind: 'bad', reason: 'It is compressed, and this browser cannot read that. Update the browser.' };
  const parsed = await parse(hash.slice(prefix.length), prefix === compressed);
  if (parsed === undefined) return { kind: 'bad', reason: 'It is damaged, perhaps cut short when it was copied.' };
  const race = shapedRace(parsed);
  return race.ok ? { kind: 'race', config: race.config } : { kind: 'bad', reason: race.message };
}

async function parse(text: string, isCompressed: boolean): Promise<unknown> {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, character => character.charCodeAt(0));
    const json = isCompressed
      ? await inflate(bytes, longestRace)
      : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(json);
    return value;
  } catch {
    return undefined;
  }
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, byte => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
