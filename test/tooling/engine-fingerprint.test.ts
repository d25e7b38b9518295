import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'virtual:engine';
import { afterAll, expect, test } from 'vitest';
import { engineFiles, engineFingerprint } from '../../scripts/engine-fingerprint.mjs';
import { loadedWith } from '../support/source';

const copy = mkdtempSync(join(tmpdir(), 'unroll-engine-'));
for (const part of ['src', 'scripts', 'package.json']) cpSync(part, join(copy, part), { recursive: true });
afterAll(() => rmSync(copy, { recursive: true }));

/** The fingerprint of the copy after `change` of one of its files, which is put back. */
function after(file: string, change: (path: string) => void): string {
  const path = join(copy, file);
  const before = readFileSync(path);
  change(path);
  const fingerprint = engineFingerprint(copy);
  writeFileSync(path, before);
  return fingerprint;
}

const appended = (file: string): string => after(file, path => appendFileSync(path, '\n// more\n'));

test('a copy elsewhere has the fingerprint of this build', () => {
  expect(build).toMatch(/^[0-9a-f]{16}$/);
  expect(engineFingerprint(copy)).toBe(build);
});

test.each([
  'src/shaders/pointwise/copy.wgsl',
  'src/wasm/shared/functions.ts',
  'src/lab/race/trainer.ts',
  'src/models/mixers/lstm/forward.ts',
  'src/tasks/parity.ts',
  'scripts/moby-dick.mjs',
])('it changes with %s', file => {
  expect(appended(file)).not.toBe(build);
});

test.each(['src/ui/app.tsx', 'src/lab/runs/run.ts', 'src/models/mixers/lstm/pytorch.py', 'scripts/test.mjs'])(
  'it does not change with %s',
  file => {
    expect(appended(file)).toBe(build);
  },
);

test('it changes with the version of the compiler, and not with that of React or with line ends', () => {
  const version = (name: string) => (path: string) =>
    writeFileSync(path, readFileSync(path, 'utf8').replace(new RegExp(`("${name}": )"[^"]*"`), '$1"99.0.0"'));
  expect(after('package.json', version('assemblyscript'))).not.toBe(build);
  expect(after('package.json', version('react'))).toBe(build);
  const other = (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
  expect(after('src/shaders/pointwise/copy.wgsl', other)).toBe(build);
});

/** They read weights, look at a race, or word messages; none of them changes what a race computes. */
const BESIDE =
  /^src\/(lab\/(export|import|inspect|measure|sampling)\/|(first_issue|issue_words|quantile|quantity|quoted|statistics)\.ts$)/;

test('it knows every file that trains a race', () => {
  const known = new Set(engineFiles('.'));
  const trains = [...loadedWith('src/lab/race/session.ts').keys()].filter(file => /\.(ts|wgsl)$/.test(file));
  expect(trains.length).toBeGreaterThan(300);
  expect(trains.filter(file => !known.has(file) && !BESIDE.test(file))).toEqual([]);
});
