import type { RunConfig } from '../lab/config';
import { runConfig } from '../lab/config';

/** Characters of a link's hash beyond which nobody's race lies. */
export const longestHash = 8192;

const prefix = '#race=';

/** The hash of a link that brings this race back. */
export function encodeLink(config: RunConfig): string {
  const bytes = new TextEncoder().encode(JSON.stringify(config));
  const binary = Array.from(bytes, byte => String.fromCharCode(byte)).join('');
  return prefix + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export type Decoded =
  | { readonly kind: 'none' }
  | { readonly kind: 'race'; readonly config: RunConfig }
  | { readonly kind: 'bad'; readonly reason: string };

/** The race a hash holds. A link is a stranger's text: it is capped, checked, and never throws. */
export function decodeLink(hash: string): Decoded {
  if (hash === '' || hash === '#') return { kind: 'none' };
  if (!hash.startsWith(prefix)) return { kind: 'bad', reason: 'It does not hold a race.' };
  if (hash.length > longestHash) return { kind: 'bad', reason: `It is longer than ${longestHash} characters.` };
  const parsed = parse(hash.slice(prefix.length));
  if (parsed === undefined) return { kind: 'bad', reason: 'It is damaged, perhaps cut short when it was copied.' };
  const result = runConfig.safeParse(parsed);
  if (result.success) return { kind: 'race', config: result.data };
  return { kind: 'bad', reason: firstIssue(result.error.issues) };
}

/** One line about the first thing wrong: where it is, then what. */
export function firstIssue(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  const issue = issues[0];
  if (!issue) return 'Something in it is not valid.';
  return issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ${issue.message}` : issue.message;
}

function parse(text: string): unknown {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, character => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value;
  } catch {
    return undefined;
  }
}
