import { NoDeviceError } from '../gpu/device';
import { writeCheckpoint } from './checkpoint';
import { type OpenBackend, openBackend } from './open_backend';
import type { Command, Event } from './protocol';
import { explain, Session } from './session';

/** Time within which a lost device makes itself known. */
const LOSS_MILLISECONDS = 400;

/** Answers the page's commands, one after the other; holds the device and the one session. */
export class WorkerHost {
  readonly #gpu: GPU | undefined;
  readonly #post: (event: Event) => void;
  readonly #corpus: (name: string) => Promise<string>;
  #opened: Promise<OpenBackend> | undefined;
  #session: Session | undefined;
  /** The run asked for last: a load that was overtaken gives up. */
  #runId = -1;
  /** Runs whose device was lost. */
  readonly #lost = new Set<number>();
  #queue: Promise<void> = Promise.resolve();

  constructor(gpu: GPU | undefined, post: (event: Event) => void, corpus: (name: string) => Promise<string>) {
    this.#gpu = gpu;
    this.#post = post;
    this.#corpus = corpus;
  }

  receive(command: Command): void {
    switch (command.type) {
      case 'open':
        this.#queue = this.#queue.then(() => this.#open(command.backend));
        break;
      case 'load':
        this.#runId = command.runId;
        this.#queue = this.#queue.then(() => this.#load(command));
        break;
      case 'play':
        this.#queue = this.#queue.then(() => this.#of(command.runId)?.play(command.steps));
        break;
      case 'pause':
        this.#queue = this.#queue.then(() => this.#of(command.runId)?.pause());
        break;
      case 'sample':
        this.#queue = this.#queue.then(() => this.#sample(command));
        break;
      case 'stop_sampling':
        this.#queue = this.#queue.then(() => this.#of(command.runId)?.stopSampling());
        break;
      case 'save':
        this.#queue = this.#queue.then(() => this.#save(command));
        break;
      default:
        command satisfies never;
    }
  }

  #of(runId: number): Session | undefined {
    return this.#session?.runId === runId ? this.#session : undefined;
  }

  async #open(wanted?: 'webgpu' | 'cpu'): Promise<void> {
    try {
      const opened = await this.#backend(wanted);
      this.#post({ type: 'ready', ...opened.report });
    } catch (error) {
      const message = error instanceof NoDeviceError ? error.message : explain(error).message;
      this.#post({ type: 'failed', failure: 'internal', message });
    }
  }

  /** The open backend; a new one after a loss. */
  #backend(wanted?: 'webgpu' | 'cpu'): Promise<OpenBackend> {
    this.#opened ??= openBackend(this.#gpu, message => this.#reportDefect(message), wanted).then(opened => {
      void opened.lost.then(message => this.#lose(message));
      return opened;
    });
    return this.#opened;
  }

  #reportDefect(message: string): void {
    this.#post({ type: 'failed', runId: this.#session?.runId, failure: 'internal', message });
  }

  #lose(message: string): void {
    const runId = this.#session?.runId;
    if (runId !== undefined) this.#lost.add(runId);
    this.#session?.abandon();
    this.#opened = undefined;
    this.#session = undefined;
    this.#post({
      type: 'failed',
      runId,
      failure: 'device_lost',
      message: `The GPU was lost (${message || 'the browser gave no reason'}). Press Reset to start again on a new device.`,
    });
  }

  async #load({ runId, config, ownText }: Extract<Command, { type: 'load' }>): Promise<void> {
    await this.#session?.close();
    this.#session = undefined;
    if (runId !== this.#runId) return;
    try {
      const { backend } = await this.#backend();
      const post = (event: Event): void => this.#relay(event);
      this.#session = await Session.load(backend, post, runId, config, { corpus: this.#corpus, ownText });
    } catch (error) {
      this.#relay({ type: 'failed', runId, ...explain(error) });
    }
  }

  /** Work on a device that is being lost fails before the loss is known; its errors wait until they can be told apart. */
  #relay(event: Event): void {
    if (event.type !== 'failed' || event.failure !== 'internal') this.#post(event);
    else setTimeout(() => this.#lost.has(event.runId ?? -1) || this.#post(event), LOSS_MILLISECONDS);
  }

  #sample({ runId, sampleId, request }: Extract<Command, { type: 'sample' }>): void {
    try {
      this.#of(runId)?.sample(sampleId, request);
    } catch (error) {
      this.#post({ type: 'failed', runId, failure: 'bad_prompt', message: explain(error).message });
    }
  }

  async #save({ runId, contender }: Extract<Command, { type: 'save' }>): Promise<void> {
    const found = this.#of(runId)?.contenders[contender];
    if (!found) return;
    const bytes = writeCheckpoint(found.model, await found.trainer.parameters.read());
    this.#post({ type: 'saved', runId, contender, bytes });
  }
}
