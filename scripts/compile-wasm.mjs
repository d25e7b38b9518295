/** Compiles src/wasm: every kernel of the WebAssembly backend in one module. */
import { readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';
import binaryen from 'binaryen';
import { readKernels, wasmFolder } from './read-kernels.mjs';

/**
 * @param {{ relaxed: boolean, entry?: string }} build `relaxed` multiplies and adds with one rounding; `entry` is the text of a module
 *   in src/wasm, absent: one that exports all kernels
 * @returns {Promise<Uint8Array>}
 */
export async function compileWasm({ relaxed, entry = readKernels().entry }) {
  /** @type {Uint8Array | undefined} */
  let compiled;
  let said = '';
  const { error } = await asc.main(
    [
      ...['index.ts', '--outFile', 'kernels.wasm', '--optimizeLevel', '0', '--runtime', 'stub', '--noAssert'],
      ...['--importMemory', '--initialMemory', '1', '--enable', 'simd', '--enable', 'threads'],
      ...['--sharedMemory', '--maximumMemory', '65536'],
      ...(relaxed ? ['--enable', 'relaxed-simd'] : []),
    ],
    {
      readFile(name) {
        if (name === 'index.ts') return entry;
        try {
          return readFileSync(`${wasmFolder}/${name}`, 'utf8');
        } catch {
          return null;
        }
      },
      writeFile(_, contents) {
        if (typeof contents !== 'string') compiled = contents;
      },
      listFiles: () => [],
      stdout: { write() {} },
      stderr: {
        write(words) {
          said += words;
        },
      },
    },
  );
  if (error || !compiled) throw new Error(`src/wasm does not compile:\n${said}`);
  return optimise(compiled);
}

/** All that is called within a module is put where it is called: the functions are small, and a call costs as much as their work. */
const INLINED = 4000;

/** @param {Uint8Array} compiled */
function optimise(compiled) {
  const module = binaryen.readBinary(compiled);
  module.setFeatures(binaryen.Features.All);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(INLINED);
  binaryen.setFlexibleInlineMaxSize(INLINED);
  binaryen.setOneCallerInlineMaxSize(INLINED);
  binaryen.setAllowInliningFunctionsWithLoops(true);
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
