import { defineConfig } from 'vitest/config';

const long = process.env.UNROLL_LONG === '1';

export default defineConfig({
  test: {
    environment: 'node',
    include: long ? ['test/long/**/*.test.ts'] : ['test/**/*.test.ts', 'src/**/*.test.ts'],
    exclude: long ? [] : ['test/long/**'],
    setupFiles: ['scripts/vitest-setup.mjs'],
    // Dawn is native code, so it runs in processes. Files share theirs, and with it the device: each shader compiles once.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: long ? 900_000 : 60_000,
    hookTimeout: 60_000,
  },
});
