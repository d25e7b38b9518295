import type { SessionSnapshot } from '../race/snapshot';
import { type Event, isEvent } from './protocol';
import type { Command } from './read_command';
import { type Port, Supervisor } from './supervisor';

/** The page's end of the worker. */
export interface Client {
  send(command: Command): void;
  /** Ends the worker, whatever it is doing; a new one continues the race from its last snapshot. */
  restart(): void;
  /** The snapshot that the race continues from; undefined: there is none. */
  snapshot(): SessionSnapshot | undefined;
}

/** Starts the worker and keeps one running: see Supervisor. */
export function startClient(onEvent: (event: Event) => void): Client {
  const supervisor = new Supervisor(spawn, onEvent);
  setInterval(() => {
    if (document.visibilityState === 'visible') supervisor.tick();
  }, 1000);
  document.addEventListener('visibilitychange', () => supervisor.forgive());
  return {
    send: command => supervisor.send(command),
    restart: () => supervisor.restart(),
    snapshot: () => supervisor.snapshot,
  };
}

/** A worker that fails, or sends a message that is no event, counts as dead. */
function spawn(hear: (event: Event) => void, died: (message: string) => void): Port {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'unroll' });
  worker.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (isEvent(data)) hear(data);
    else died('it sent a message that this page does not understand');
  };
  worker.onerror = error => {
    error.preventDefault();
    died(error.message || 'it could not be started');
  };
  worker.onmessageerror = () => died('a message from it arrived damaged');
  return {
    send(command) {
      worker.postMessage(command, command.type === 'load' && command.ownSound ? [command.ownSound.buffer] : []);
    },
    end: () => worker.terminate(),
  };
}
