import { pageSource } from '../../gpu/backends/wasm/page_source';
import { refusalOf } from '../race/refusal';
import { openBackend } from './open_backend';
import type { Event } from './protocol';
import { readCommand } from './read_command';
import { WorkerHost } from './worker_host';

// The build puts workers into a folder beside the page; the dev server serves them from their place in the source.
const pageFolder = new URL(import.meta.env.DEV ? '/' : '..', self.location.href);

async function fetchCorpus(name: string): Promise<string> {
  const response = await fetch(new URL(`corpora/${name}.txt`, pageFolder));
  if (!response.ok) throw new Error(`The text '${name}' could not be loaded (${response.status}). Reload the page.`);
  return response.text();
}

const post = (event: Event): void => self.postMessage(event);
const machine = { gpu: navigator.gpu, wasm: pageSource() };
const host = new WorkerHost(options => openBackend(machine, options), post, fetchCorpus);

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const read = readCommand(data);
  if ('command' in read) host.receive(read.command);
  else post(refusalOf(data, read.message));
});

setInterval(() => host.tick(), 1000);
