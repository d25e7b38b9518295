#!/usr/bin/env node
import { main } from './main';

// Threads can keep Node alive.
process.exit(await main(process.argv.slice(2), 'node unroll.mjs'));
