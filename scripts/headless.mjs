/**
 * Runs headless/main.ts in Node: `npm run --silent headless -- <command> …`. See that file for the commands. Only the program writes to standard output.
 */
import { runHeadless } from './load-headless.mjs';

await runHeadless('headless/main.ts');
