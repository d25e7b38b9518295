/** Vite bundles the headless programs, because the engine imports its shaders with `?raw`. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleHeadless, root } from './bundle-headless.mjs';
import { chooseSwiftshader } from './swiftshader.mjs';

/**
 * Runs `main` of a program with the command's arguments, and exits with its code: Dawn's threads can keep Node alive.
 *
 * @param {string} program from the root of the project
 */
export async function runHeadless(program) {
  chooseSwiftshader();
  process.setSourceMapsEnabled(true);
  try {
    const { main } = await load(program);
    process.exit(await main(process.argv.slice(2)));
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

/** @param {string} program */
async function load(program) {
  // Within the project, where its packages are found.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'headless-'));
  try {
    await bundleHeadless({ program, folder, file: 'program.mjs', mapped: true });
    return await import(pathToFileURL(join(folder, 'program.mjs')).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
