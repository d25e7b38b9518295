import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadedWith } from '../support/source';

/** Quoted texts in code. */
const TEXT = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** What is done on the page alone. */
const PAGE =
  /(?:^.|[.;,:] | and | or )(?:press|click|drop|paste|reload|reset|record|enter|switch o(?:n|ff))\b|\b(?:this|the|your) (?:page|browser|tab)\b|\bbuttons?\b|\bmenu\b/i;

/** Its help names the page, whose files it reads. */
const HELP = 'headless/main.ts';

/** What the headless program loads, and only the page reaches. */
const PAGE_ONLY = new Set([
  'src/gpu/backends/wasm/load.ts',
  'src/gpu/backends/webgpu/device.ts',
  'src/lab/import/place_weights.ts',
  'src/lab/import/weights_file.ts',
]);

/** No messages: what models and characters are called, and an error of this program itself. */
const NAMES = /description\.ts$|views\.ts$|name_character\.ts$|gpu\/memory\.ts$/;

it('no message that the headless program can give tells what to press, drop, or paste', () => {
  const files = [...loadedWith('headless/unroll.ts').keys()].filter(file => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(300);
  const found = files
    .filter(file => file !== HELP && !PAGE_ONLY.has(file) && !NAMES.test(file))
    .flatMap(file => (readFileSync(file, 'utf8').match(TEXT) ?? []).map(text => `${file}: ${text}`))
    .filter(text => PAGE.test(text.slice(text.indexOf(': ') + 2)));
  expect(found).toEqual([]);
});
