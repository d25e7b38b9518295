/**
 * Runs headless/main.ts in Node: `npm run --silent headless -- <command> …`. See that file for the commands. Nothing but the program
 * itself writes to standard output.
 */
import { runHeadless } from './load-headless.mjs';

await runHeadless('/headless/main.ts');
