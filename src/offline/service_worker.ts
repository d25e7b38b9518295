import { files, headers, version } from 'virtual:offline';
import { answer } from './answer';
import { fill } from './fill';
import type { Scope } from './scope';

declare const self: Scope;

const build = { version, files, headers };

// The next version waits until all pages are closed. Meanwhile this one answers with its files.
self.addEventListener('install', event => event.waitUntil(fill(self, build, new Date())));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', answer(self, files));
