import type { Command, Event } from './protocol';
import { isEvent } from './read_event';

/** The page's end of the worker. */
export interface Client {
  send(command: Command): void;
  /** Ends the worker, whatever it is doing, and starts a fresh one, which must be opened again. */
  restart(): void;
}

/** Starts the worker. A worker that dies or says what nobody understands is reported as `worker_crash`. */
export function startClient(onEvent: (event: Event) => void): Client {
  let worker = start();

  function start(): Worker {
    const fresh = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'unroll' });
    const crash = (message: string) => {
      if (fresh !== worker) return;
      fresh.terminate();
      onEvent({ type: 'failed', failure: 'worker_crash', message });
    };
    fresh.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (fresh !== worker) return;
      if (isEvent(data)) onEvent(data);
      else crash('The trainer sent a message that this page does not understand.');
    };
    fresh.onerror = error => {
      error.preventDefault();
      crash(error.message || 'The trainer could not be started.');
    };
    fresh.onmessageerror = () => crash('A message from the trainer arrived damaged.');
    return fresh;
  }

  return {
    send(command) {
      const given = command.type === 'load' && command.ownSound ? [command.ownSound.buffer] : [];
      worker.postMessage(command, given);
    },
    restart() {
      worker.terminate();
      worker = start();
    },
  };
}
