import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders whose sources decide what a race computes, and in which order. */
const FOLDERS = [
  'src/autodiff',
  'src/gpu',
  'src/lab/config',
  'src/lab/race',
  'src/lab/recording',
  'src/models',
  'src/shaders',
  'src/tasks',
  'src/wasm',
];
const FILES = [
  'src/doublings.ts',
  'src/float32.ts',
  'src/scored.ts',
  // The texts that ship with Unroll, and the compiler of src/wasm.
  'scripts/compile-wasm.mjs',
  'scripts/corpora.mjs',
  'scripts/first-names.mjs',
  'scripts/moby-dick.mjs',
];
/** They make the texts and the machine code, and package.json pins them. */
const PACKAGES = /^(?:assemblyscript|@stdlib\/datasets-)/;

/**
 * A hash of what computes. Two builds with the same one give the same bits on the same device. It does not depend on where the project
 * lies, nor on its line ends.
 *
 * @param {string} root of the project
 */
export function engineFingerprint(root) {
  const hash = createHash('sha256');
  for (const file of engineFiles(root)) {
    const text = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
    hash.update(`${file}\0${text.length}\0${text}`);
  }
  /** @type {{ devDependencies: Record<string, string> }} */
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const pinned = Object.entries(devDependencies).filter(([name]) => PACKAGES.test(name));
  return hash.update(JSON.stringify(pinned.toSorted())).digest('hex').slice(0, 16);
}

/**
 * The files that count, from the root of the project, in order.
 *
 * @param {string} root of the project
 */
export function engineFiles(root) {
  const inFolders = FOLDERS.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(?:ts|wgsl)$/.test(name))
      .map(name => `${folder}/${name.replaceAll('\\', '/')}`),
  );
  return [...inFolders, ...FILES].toSorted();
}
