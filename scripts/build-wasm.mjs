/** Keeps what src/wasm was compiled to, so that it is compiled once. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readKernels } from './read-kernels.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const store = `${root}node_modules/.cache/unroll-wasm`;

/** @type {Promise<{ files: Record<string, string>, bytes: Record<string, Buffer>, parameters: Record<string, string[]> }> | undefined} */
let built;

/** The builds 'relaxed' and 'plain', as files and as bytes; and the parameters of their functions. */
export function builtWasm() {
  built ??= build();
  return built;
}

async function build() {
  const folder = `${store}/${fingerprint()}`;
  mkdirSync(folder, { recursive: true });
  /** @type {Record<string, string>} */
  const files = {};
  for (const name of ['relaxed', 'plain']) {
    const file = `${folder}/${name}.wasm`;
    files[name] = file;
    if (existsSync(file)) continue;
    // The compiler takes a second to load, and is seldom needed.
    const { compileWasm } = await import('./compile-wasm.mjs');
    // Another process may do the same; a file is whole or not there.
    const part = `${file}.${process.pid}`;
    writeFileSync(part, await compileWasm({ relaxed: name === 'relaxed' }));
    renameSync(part, file);
  }
  const bytes = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file)]));
  return { files, bytes, parameters: readKernels().parameters };
}

/** Changes with the sources, what of them is exported, the way they are compiled, and the compiler. */
function fingerprint() {
  const hash = createHash('sha256');
  const sources = readdirSync(`${root}src/wasm`, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .toSorted()
    .map(file => `src/wasm/${file}`);
  const tools = ['scripts/compile-wasm.mjs', 'scripts/read-kernels.mjs', 'node_modules/assemblyscript/package.json'];
  for (const file of [...sources, ...tools]) hash.update(file).update(readFileSync(root + file));
  return hash.digest('hex').slice(0, 16);
}
