/**
 * `npm run --silent evidence -- NAME…`: runs what the tour's buttons of these names run, and keeps what they gave for the tour to quote.
 * See scripts/evidence-runs.ts.
 */
import { runHeadless } from './load-headless.mjs';

await runHeadless('/scripts/evidence-runs.ts');
