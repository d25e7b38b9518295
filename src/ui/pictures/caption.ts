import { canonicalJson, HASH_DIGITS } from '../../lab/config/canonical_json';
import type { Origin } from './picture';

/** 'Unroll · Text, step 640 of 2,000 · config 0123456789abcdef · SwiftShader (software) · 2026-11-30' */
export async function captionOf({ about, config, adapter }: Origin, now = new Date()): Promise<string> {
  const hash = await hashOf(config);
  const parts = ['Unroll', about, ...(hash === null ? [] : [`config ${hash}`]), adapter];
  return [...parts, now.toISOString().slice(0, 10)].filter(part => part !== '').join(' · ');
}

/** The same hash as that of the evidence of the tour; null where the browser computes none, because the page's origin is not secure. */
async function hashOf(config: unknown): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(config)));
  const hex = Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.slice(0, HASH_DIGITS);
}
