import { defineConfig } from 'vitest/config';

const long = process.env.UNROLL_LONG === '1';

export default defineConfig({
  test: {
    environment: 'node',
    include: long ? ['test/long/**/*.test.ts'] : ['test/**/*.test.ts', 'src/**/*.test.ts'],
    exclude: long ? [] : ['test/long/**'],
    setupFiles: ['scripts/vitest-setup.mjs'],
    // Dawn is native code: a process for each file, so that a crash is one file's.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: long ? 900_000 : 60_000,
    hookTimeout: 60_000,
  },
});
