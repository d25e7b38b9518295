import { files, headers, version } from 'virtual:offline';
import { answer } from './answer';
import { fill } from './fill';
import type { Scope } from './scope';

declare const self: Scope;

const build = { version, files, headers };

// The next version waits until all pages are closed. Meanwhile this one answers with its files.
self.addEventListener('install', event => event.waitUntil(fill(self, build, new Date())));
// Nothing waits for it: Firefox claims a worker only when that has a moment, and threads of a race sleep until they are called.
self.addEventListener('activate', () => void self.clients.claim());
self.addEventListener('fetch', answer(self, files));
