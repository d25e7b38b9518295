import { deflate, deflates, inflate } from './deflate';

/** The longest content of a link that is read, in bytes of its JSON. No race on the page is longer. */
export const longestContent = 400_000;

/** JSON as it stands in a link: compressed where the browser can, in base64url. */
export async function linkText(json: string): Promise<string> {
  return toBase64Url(deflates ? await deflate(json) : new TextEncoder().encode(json));
}

/** The value of a text that `linkText` made; undefined: it is damaged or too long. */
export async function parsedLink(text: string, compressed: boolean): Promise<unknown> {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, character => character.charCodeAt(0));
    const json = compressed
      ? await inflate(bytes, longestContent)
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
