import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Disk, probeOutputs, writeOutputs, writeStdout } from '../../headless/outputs';
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

/** A disk that is full after some files. It holds a part of the last one. */
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

test('if a second rename fails, the message says that the first file is written', () => {
  writeFileSync(at('b'), 'old');
  const rename: Disk['rename'] = (from, to) => {
    if (to.endsWith('b')) throw Object.assign(new Error('no'), { code: 'EACCES' });
    renameSync(from, to);
  };
  const outputs = ['a', 'b'].map(name => ({ path: at(name), content: 'new' }));
  expect(() => writeOutputs(outputs, { write: (path, content) => writeFileSync(path, content), rename })).toThrow(
    /b cannot be written: .*is unchanged, but .*a is written$/,
  );
  expect(['a', 'b'].map(name => readFileSync(at(name), 'utf8'))).toEqual(['new', 'old']);
  expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
});

test('a link to a missing file stays, and the file is written; a link into a missing folder is refused', () => {
  mkdirSync(at('results'));
  symlinkSync('results/run.json', at('link'));
  symlinkSync('link', at('further'));
  probeOutputs([at('further')]);
  expect(() => probeOutputs([at('link'), at('results/run.json')])).toThrow(/another output has that name/);
  writeOutputs([{ path: at('further'), content: 'new' }]);
  expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(at('results/run.json'), 'utf8')).toBe('new');
  expect(readdirSync(at('results'))).toEqual(['run.json']);
  symlinkSync('none/run.json', at('astray'));
  expect(() => probeOutputs([at('astray')])).toThrow(UsageError);
});

test.runIf(existsSync('/dev/full'))('a device is written in place and stays', () => {
  expect(() => writeOutputs([{ path: '/dev/full', content: 'text' }])).toThrow(/\/dev\/full.*disk is full/);
  expect(existsSync('/dev/full')).toBe(true);
});

test('standard output on a full disk is a failure; a reader that closes early is not', () => {
  const failing = (code: string) =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('no'), { code })) });
  expect(() => writeStdout('text', failing('ENOSPC'))).toThrow('standard output cannot be written: the disk is full');
  writeStdout('text', failing('EPIPE'));
  const written: string[] = [];
  const fine = new Writable({ write: (chunk, _encoding, done) => done(void written.push(String(chunk))) });
  writeStdout('text', fine);
  expect(written).toEqual(['text']);
});

test('targets that cannot be written are refused before any work, and the check leaves nothing', () => {
  mkdirSync(at('folder'));
  writeFileSync(at('file'), 'old');
  const refused = (...paths: string[]) => expect(() => probeOutputs(paths, [at('in')]));
  refused(at('none/x')).toThrow(/there is no folder .*none/);
  refused(at('file/x')).toThrow(/is no folder/);
  refused(at('folder')).toThrow(/it is a folder/);
  refused(at('new/')).toThrow(/it is a folder/);
  refused(at('x'.repeat(300))).toThrow(/name is too long/);
  refused(at('x'), at('./x')).toThrow(/another output has that name/);
  refused(at('in')).toThrow(/is read, too/);
  refused(at('none/x')).toThrow(UsageError);
  probeOutputs([at('file'), at('new')]);
  expect(readFileSync(at('file'), 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
});
