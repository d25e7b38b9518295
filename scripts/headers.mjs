import { createHash } from 'node:crypto';

/** The one style element that Radix Select adds to the page, word for word. */
const selectViewportStyle =
  '[data-radix-select-viewport]{scrollbar-width:none;-ms-overflow-style:none;-webkit-overflow-scrolling:touch;}[data-radix-select-viewport]::-webkit-scrollbar{display:none}';

const hash = createHash('sha256').update(selectViewportStyle).digest('base64');

/** Nothing inline, no eval, no other origin. Downloads and recorded sound are blobs. */
const policy = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': `'self' 'sha256-${hash}'`,
  'img-src': "'self' data: blob:",
  'media-src': "'self' blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'worker-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  // In a frame the page shows one race or one result alone (src/ui/embed), so any site may hold it.
  'frame-ancestors': '*',
};

/**
 * Headers that development needs, too. Cross-origin isolation gives `performance.now()` its finest grain, which the latency charts need.
 */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'X-Content-Type-Options': 'nosniff',
};

/** Headers of every response of a host of the built page. Workers read their policy from their own response. */
export const headers = {
  ...isolation,
  // A site that isolates itself may hold the page in a frame, too.
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; '),
};

/** The same as a `_headers` file, which static hosts read. */
export function headersFile() {
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return `/*\n${lines.join('\n')}\n`;
}
