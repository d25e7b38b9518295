/**
 * `npm run --silent evidence -- NAME…`: runs the tour's buttons of these names, and keeps the results for the tour to quote.
 * See scripts/evidence-runs.ts.
 */
import { runHeadless } from './load-headless.mjs';

await runHeadless('scripts/evidence-runs.ts');
