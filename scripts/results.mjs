/**
 * `npm run --silent results -- NAME…`: runs the experiments at strength, resumably, and writes docs/experiments.md from what is kept.
 * See scripts/results/main.ts.
 */
import { runHeadless } from './load-headless.mjs';

await runHeadless('scripts/results/main.ts');
