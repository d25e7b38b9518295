import type { Command, Event } from './protocol';
import { WorkerHost } from './worker_host';

const host = new WorkerHost(navigator.gpu, (event: Event) => postMessage(event), fetchCorpus);

async function fetchCorpus(name: string): Promise<string> {
  const response = await fetch(new URL(`${import.meta.env.BASE_URL}corpora/${name}.txt`, self.location.origin));
  if (!response.ok) throw new Error(`The text '${name}' could not be loaded (${response.status}). Reload the page.`);
  return response.text();
}

self.addEventListener('message', ({ data }: MessageEvent<Command>) => host.receive(data));
