import { expect, test } from 'vitest';
import { answer } from '../../src/offline/answer';
import { cacheOf, lockOf } from '../../src/offline/caches';
import { type Build, fill } from '../../src/offline/fill';
import type { Scope } from '../../src/offline/scope';
import { tidy } from '../../src/ui/offline/tidy';
import { FakeCaches } from '../support/fake_caches';

const scope = 'https://host/a/b/';
const headers = { 'Cross-Origin-Embedder-Policy': 'require-corp' };
const build = (version: string, files: string[] = []): Build => ({ version, files: ['./', ...files], headers });

const day = (of: number) => new Date(Date.UTC(2026, 0, of));

/** A host with these files, and the addresses that it was asked for. */
function world(files: Readonly<Record<string, string>>, caches = new FakeCaches()) {
  const asked: string[] = [];
  const worker: Scope = {
    registration: { scope },
    clients: { claim: async () => {} },
    caches,
    addEventListener: () => {},
    async fetch(address) {
      const file = (typeof address === 'string' ? address : address.url).slice(scope.length);
      asked.push(file);
      const type = file === '' || files[file]?.startsWith('<') ? 'text/html' : 'text/javascript';
      const found = file in files;
      return new Response(files[file] ?? 'none', { status: found ? 200 : 404, headers: { 'Content-Type': type } });
    },
  };
  return { worker, caches, asked };
}

/** What the service worker answers; null: it leaves the request to the browser. */
async function get(worker: Scope, own: Build, address: string, method = 'GET'): Promise<Response | null> {
  let given: Promise<Response> | null = null;
  answer(
    worker,
    own.files,
  )({
    request: new Request(new URL(address, scope), { method }),
    respondWith(promise) {
      given = promise;
    },
  });
  return given;
}

test('what a build holds is answered without the host, with the headers that the host does not send', async () => {
  const own = build('v1', ['assets/part.js', 'version.txt']);
  const { worker, asked } = world({ '': 'page v1', 'assets/part.js': 'part', 'version.txt': 'v1' });
  await fill(worker, own, day(1));
  asked.length = 0;
  for (const [address, text] of [
    ['./?backend=wasm#preset=x', 'page v1'],
    ['index.html', 'page v1'],
    ['assets/part.js', 'part'],
    ['version.txt', 'v1'],
  ] as const) {
    const response = await get(worker, own, address);
    expect(await response?.text(), address).toBe(text);
    expect(response?.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
  }
  expect(asked).toEqual([]);
});

test('other methods, hosts, folders, and files are left alone', async () => {
  const { worker } = world({ '': 'page v1' });
  const own = build('v1', ['assets/part.js']);
  for (const address of ['https://other/a/b/', '/a/', '/a/bc', 'another-site/', 'sw.js'])
    expect(await get(worker, own, address), address).toBeNull();
  expect(await get(worker, own, './', 'POST')).toBeNull();
  expect((await get(worker, own, 'assets/unknown.js'))?.status).toBe(404);
});

test('a host that lacks a file, answers with a page for it, or has the page of another version: nothing is kept', async () => {
  for (const files of [
    { '': 'page v1' },
    { '': 'page v1', 'assets/part.js': '<html>' },
    { '': 'page v2', 'assets/part.js': 'part' },
  ]) {
    const { worker, caches } = world(files);
    await expect(fill(worker, build('v1', ['assets/part.js']), day(1))).rejects.toThrow(/^The host /);
    expect(await caches.keys()).toEqual([]);
  }
});

test('the next version loads only what changed, answers pages of both, and comes first where both have a file', async () => {
  const first = world({
    '': 'page v1',
    'assets/same.js': 'same',
    'assets/old.js': 'old',
    'corpora/text.txt': 'text 1',
  });
  await fill(first.worker, build('v1', ['assets/same.js', 'assets/old.js', 'corpora/text.txt']), day(1));
  const { worker, asked } = world({ '': 'page v2', 'corpora/text.txt': 'text 2' }, first.caches);
  const second = build('v2', ['assets/same.js', 'corpora/text.txt']);
  await fill(worker, second, day(2));
  expect(asked.toSorted()).toEqual(['', 'corpora/text.txt']);
  const texts = ['./', 'assets/same.js', 'assets/old.js', 'corpora/text.txt'].map(async address =>
    (await get(worker, second, address))?.text(),
  );
  expect(await Promise.all(texts)).toEqual(['page v2', 'same', 'old', 'text 2']);
});

test('while the next version is being kept, and where it cannot be, pages get the one before', async () => {
  const caches = new FakeCaches();
  const own = build('v1', ['assets/part.js', 'version.txt']);
  const old = { '': 'page v1', 'assets/part.js': 'part', 'version.txt': 'v1' };
  await fill(world(old, caches).worker, own, day(1));
  const { worker } = world({ 'assets/new.js': 'new' }, caches);
  const opened: (string | undefined)[] = [];
  const watched: Scope = {
    ...worker,
    async fetch(address, options) {
      opened.push(await (await get(worker, own, './'))?.text());
      return worker.fetch(address, options);
    },
  };
  await expect(fill(watched, build('v2', ['assets/new.js']), day(2))).rejects.toThrow('./');
  expect(opened).toEqual(['page v1', 'page v1']);
  expect(await (await get(worker, own, './'))?.text()).toBe('page v1');
});

test('older versions go once no page of theirs is open; newer ones, other folders, and browsers without locks keep theirs', async () => {
  const caches = new FakeCaches();
  const others = ['unroll / 2026 v0', 'unroll /a/ 2026 v0', 'another'];
  const [first, second, third, fourth] = [1, 2, 3, 4].map(of => cacheOf(scope, `v${of}`, day(of)));
  for (const name of [...others, fourth, third, second, first]) await caches.open(name ?? '');
  await tidy(caches, undefined, scope, 'v3');
  expect(await caches.keys()).toHaveLength(7);
  await tidy(caches, { query: async () => ({ held: [{ name: lockOf(scope, 'v2') }] }) }, scope, 'v3');
  expect(await caches.keys()).toEqual([...others, fourth, third, second]);
  await tidy(caches, { query: async () => ({}) }, scope, 'v3');
  expect(await caches.keys()).toEqual([...others, fourth, third]);
});
