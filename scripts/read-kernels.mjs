/** Finds the functions of src/wasm that the backend calls. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const wasmFolder = fileURLToPath(new URL('../src/wasm', import.meta.url));

/** Functions that the backend calls: a kernel takes units `from` to `to`; `_units` and `_scratch` say how it is cut, and the room it takes. */
const EXPORTED = /^export function (\w+)\(([^)]*)\)/gm;
const isCalled = (/** @type {string} */ name, /** @type {string[]} */ parameters) =>
  (parameters[0] === 'from' && parameters[1] === 'to') || /_(units|scratch)$/.test(name);

/**
 * The text of a module that exports them all, and the names of their parameters.
 *
 * @returns {{ entry: string, parameters: Record<string, string[]> }}
 */
export function readKernels() {
  /** @type {Record<string, string[]>} */
  const parameters = {};
  const lines = [];
  for (const file of readdirSync(wasmFolder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (!file.endsWith('.ts')) continue;
    const names = [];
    for (const [, name = '', list = ''] of readFileSync(`${wasmFolder}/${file}`, 'utf8').matchAll(EXPORTED)) {
      const words = list
        .split(',')
        .map(word => word.split(':')[0]?.trim() ?? '')
        .filter(word => word !== '');
      if (!isCalled(name, words)) continue;
      names.push(name);
      parameters[name] = words;
    }
    if (names.length > 0) lines.push(`export { ${names.join(', ')} } from './${file.slice(0, -3)}';`);
  }
  return { entry: lines.join('\n'), parameters };
}
