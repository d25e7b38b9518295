import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { headers } from './headers.mjs';

const NAME = 'virtual:offline';
const entry = fileURLToPath(new URL('../src/offline/service_worker.ts', import.meta.url));
/** The page is kept under the address of its folder. */
const PAGE = 'index.html';
/** Hosts read it, and pages do not. */
const FOR_HOSTS = '_headers';

/**
 * Writes `sw.js`, a service worker that keeps every file of the build (src/offline), and `version.txt`, and says the version in the page.
 *
 * @returns {import('vite').Plugin}
 */
export function offlinePlugin() {
  let publicFolder = '';
  return {
    name: 'unroll:offline',
    apply: 'build',
    configResolved(config) {
      publicFolder = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle[PAGE];
        if (this.environment.name !== 'client' || page?.type !== 'asset') return;
        /** @type {Map<string, string | Uint8Array>} */
        const contents = new Map(filesIn(publicFolder));
        for (const file of Object.values(bundle)) contents.set(file.fileName, 'code' in file ? file.code : file.source);
        const version = versionOf(contents);
        page.source = withVersion(String(page.source), version);
        this.emitFile({ type: 'asset', fileName: 'version.txt', source: version });
        const files = keptFiles([...contents.keys(), 'version.txt']);
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: await serviceWorker({ version, files, headers }) });
      },
    },
  };
}

/**
 * @param {string} folder
 * @returns {[name: string, content: Uint8Array][]}
 */
function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return entries.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)];
  });
}

/**
 * @param {ReadonlyMap<string, string | Uint8Array>} contents of all files, by name
 * @returns {string} sixteen hexadecimal digits that change with any name or content
 */
export function versionOf(contents) {
  const hash = createHash('sha256');
  for (const [name, content] of [...contents].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name} ${createHash('sha256').update(content).digest('hex')}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * @param {readonly string[]} names
 * @returns {string[]} addresses, from the page's folder on
 */
export function keptFiles(names) {
  return names
    .filter(name => name !== FOR_HOSTS)
    .map(name => (name === PAGE ? './' : name))
    .toSorted();
}

/**
 * @param {string} page
 * @param {string} version
 */
export function withVersion(page, version) {
  if (!page.includes('</head>')) throw new Error('The page has no head to say its version in.');
  return page.replace('</head>', `  <meta name="version" content="${version}" />\n  </head>`);
}

/**
 * One classic script: browsers differ in whether a service worker may be a module.
 *
 * @param {{ version: string, files: readonly string[], headers: Readonly<Record<string, string>> }} known
 * @returns {Promise<string>}
 */
async function serviceWorker(known) {
  const lines = Object.entries(known).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`);
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [
      {
        name: 'unroll:offline-build',
        resolveId: id => (id === NAME ? `\0${NAME}` : undefined),
        load: id => (id === `\0${NAME}` ? lines.join('\n') : undefined),
      },
    ],
    build: {
      write: false,
      lib: { entry, formats: ['iife'], name: 'unroll' },
    },
  });
  const [first] = [built].flat();
  if (!first || !('output' in first)) throw new Error('The service worker was not built.');
  return first.output[0].code;
}
