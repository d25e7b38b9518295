/**
 * `npm run build:headless`: writes dist-headless/unroll.mjs, the headless program as one file. It needs Node and, for WebGPU, the
 * package `webgpu`. `--folder NAME` writes elsewhere.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleHeadless, root } from './bundle-headless.mjs';
import { corporaInsidePlugin } from './corpora-inside-plugin.mjs';

const { values } = parseArgs({ options: { folder: { type: 'string', default: join(root, 'dist-headless') } } });
const file = 'unroll.mjs';
await bundleHeadless({ program: 'headless/unroll.ts', folder: values.folder, file, plugins: [corporaInsidePlugin()] });
const path = join(values.folder, file);
console.log(`${path} (${(statSync(path).size / 1e6).toFixed(1)} MB)`);
