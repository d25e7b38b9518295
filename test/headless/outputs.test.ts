import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Disk, probeOutputs, writeOutputs } from '../../headless/outputs';
import { UsageError } from '../../headless/usage';

const root = mkdtempSync(join(tmpdir(), 'unroll-'));
let folder = '';
let count = 0;
const at = (name: string): string => join(folder, name);

afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(folder);
});

/** A disk that is full after so many files, the last of which it holds in part. */
function fullAfter(files: number): Disk {
  return {
    write: (path, content) => {
      writeFileSync(path, files > 0 ? content : content.slice(0, 2));
      if (files-- <= 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    },
    rename: renameSync,
  };
}

test('a file is replaced whole, and nothing is left beside it', () => {
  writeFileSync(at('a'), 'old');
  writeOutputs([
    { path: at('a'), content: 'new' },
    { path: at('b'), content: Uint8Array.of(1, 2) },
  ]);
  expect(readFileSync(at('a'), 'utf8')).toBe('new');
  expect([...readFileSync(at('b'))]).toEqual([1, 2]);
  expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
});

test.each([0, 1])('a disk that is full after %i files leaves every file as it was', files => {
  writeFileSync(at('a'), 'old');
  const outputs = [
    { path: at('a'), content: 'new text' },
    { path: at('b'), content: 'more text' },
  ];
  expect(() => writeOutputs(outputs, fullAfter(files))).toThrow(/disk is full.*unchanged/);
  expect(readFileSync(at('a'), 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['a']);
});

test.runIf(existsSync('/dev/full'))('a device is written in place, and is there afterwards', () => {
  expect(() => writeOutputs([{ path: '/dev/full', content: 'text' }])).toThrow(/\/dev\/full.*disk is full/);
  expect(existsSync('/dev/full')).toBe(true);
});

test('targets that cannot be written are refused before any work, and the check leaves nothing', () => {
  mkdirSync(at('folder'));
  writeFileSync(at('file'), 'old');
  const refused = (...paths: string[]) => expect(() => probeOutputs(paths, [at('in')]));
  refused(at('none/x')).toThrow(/there is no folder .*none/);
  refused(at('file/x')).toThrow(/is no folder/);
  refused(at('folder')).toThrow(/it is a folder/);
  refused(at('x'.repeat(300))).toThrow(/name is too long/);
  refused(at('x'), at('./x')).toThrow(/another output has that name/);
  refused(at('in')).toThrow(/is read, too/);
  refused(at('none/x')).toThrow(UsageError);
  probeOutputs([at('file'), at('new')]);
  expect(readFileSync(at('file'), 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
});
