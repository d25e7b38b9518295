import { defineConfig } from 'vitest/config';
import { enginePlugin } from './scripts/engine-plugin.mjs';
import { wasmPlugin } from './scripts/wasm-plugin.mjs';

const long = process.env.UNROLL_LONG === '1';
/** Where no Python has torch, scripts/test.mjs says so. */
const withoutTorch = process.env.UNROLL_PYTHON === '' ? ['test/long/pytorch.test.ts'] : [];
/** They put other modules in the place of ours, which files that share a process would share. */
const alone = [
  'test/lab/race/contender.test.ts',
  'test/tasks/chance.test.ts',
  'test/ui/run_files/open_run_file.test.ts',
];

export default defineConfig({
  plugins: [enginePlugin(), wasmPlugin()],
  test: {
    environment: 'node',
    setupFiles: ['scripts/vitest-setup.mjs'],
    // Dawn is native code, so it runs in processes.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: long ? 900_000 : 60_000,
    hookTimeout: 60_000,
    projects: long
      ? [
          {
            extends: true,
            test: {
              name: 'sizes',
              isolate: false,
              include: ['test/**/*.sizes.test.ts'],
              sequence: { groupOrder: 0 },
            },
          },
          // What takes minutes is in part about time, and gets the machine to itself.
          {
            extends: true,
            test: {
              name: 'long',
              isolate: false,
              maxWorkers: 1,
              include: ['test/long/**/*.test.ts'],
              exclude: withoutTorch,
              sequence: { groupOrder: 1 },
            },
          },
        ]
      : [
          {
            extends: true,
            // Files share a process and its device, so that each shader compiles once.
            test: {
              name: 'shared',
              isolate: false,
              include: ['test/**/*.test.ts'],
              exclude: ['test/long/**', ...alone],
            },
          },
          { extends: true, test: { name: 'alone', include: alone } },
        ],
  },
});
