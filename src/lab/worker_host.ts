import { usualModels } from './calibration';
import { writeCheckpoint } from './checkpoint';
import type { KernelPreferences } from './kernel_preferences';
import { LOSS_MILLISECONDS } from './loss';
import { MachineMeasurement } from './machine_measurement';
import { type OpenBackend, openBackend } from './open_backend';
import type { Command, Event } from './protocol';
import { Recoveries } from './recoveries';
import type { RunningExperiment } from './running_experiment';
import { explain, Session } from './session';
import type { SessionSnapshot } from './snapshot';

/** Nothing trains or samples while the machine is measured: what was asked for last goes first. */
const ENDS_MEASURING: ReadonlySet<Command['type']> = new Set([
  'load',
  'play',
  'sample',
  'inspect',
  'measure',
  'stop_measuring',
  'run_experiment',
]);

/** The same for an experiment, with what it says of its end. A race may be loaded meanwhile: that only compiles. */
const ENDS_EXPERIMENT: Readonly<Partial<Record<Command['type'], string>>> = {
  play: 'ended because training began',
  sample: 'ended because sampling began',
  measure: 'ended because measuring began',
  run_experiment: 'ended because another experiment began',
  cancel_experiment: 'cancelled',
};

/** Answers the page's commands, one after the other; holds the device and the one session. */
export class WorkerHost {
  readonly #gpu: GPU | undefined;
  readonly #post: (event: Event) => void;
  readonly #corpus: (name: string) => Promise<string>;
  #opened: Promise<OpenBackend> | undefined;
  #session: Session | undefined;
  #measurement: MachineMeasurement | undefined;
  #experiment: RunningExperiment | undefined;
  /** As the first `open` had them, so that they do not change while the worker lives. */
  #preferences: KernelPreferences | undefined;
  /** The run asked for last: a load that was overtaken gives up. */
  #runId = -1;
  /** The run that is being loaded. */
  #loading: number | undefined;
  /** Runs whose device was lost. */
  readonly #lost = new Set<number>();
  readonly #recoveries = new Recoveries();
  #queue: Promise<void> = Promise.resolve();

  constructor(gpu: GPU | undefined, post: (event: Event) => void, corpus: (name: string) => Promise<string>) {
    this.#gpu = gpu;
    this.#post = post;
    this.#corpus = corpus;
  }

  receive(command: Command): void {
    if (command.type === 'load') this.#runId = command.runId;
    this.#queue = this.#queue
      .then(() => this.#interrupt(command))
      .then(() => this.#answer(command))
      .catch(error => this.#fail(error));
  }

  async #interrupt({ type }: Command): Promise<void> {
    if (ENDS_MEASURING.has(type)) await this.#measurement?.stop();
    const why = ENDS_EXPERIMENT[type];
    if (why !== undefined) await this.#experiment?.stop(why);
  }

  #answer(command: Command): Promise<void> | void {
    switch (command.type) {
      case 'open':
        return this.#open(command);
      case 'load':
        return this.#load(command);
      case 'play':
        return this.#of(command.runId)?.play(command.steps);
      case 'pause':
        return this.#of(command.runId)?.pause();
      case 'sample':
        return this.#sample(command);
      case 'stop_sampling':
        return this.#of(command.runId)?.stopSampling();
      case 'save':
        return this.#save(command);
      case 'inspect':
        return this.#of(command.runId)?.inspect(command.inspectId, command.request);
      case 'measure':
        return this.#measure(command.measureId);
      case 'run_experiment':
        return this.#runExperiment(command);
      case 'stop_measuring':
      case 'cancel_experiment':
        return;
      default:
        command satisfies never;
    }
  }

  #of(runId: number): Session | undefined {
    return this.#session?.runId === runId ? this.#session : undefined;
  }

  async #open({ backend, preferences = {} }: Extract<Command, { type: 'open' }>): Promise<void> {
    this.#preferences ??= preferences;
    await this.#backend(backend);
  }

  /** The open backend; after a loss a new one, which may be of another kind. */
  #backend(wanted?: 'webgpu' | 'cpu'): Promise<OpenBackend> {
    const onError = (message: string): void => this.#fail(new Error(message));
    this.#opened ??= openBackend(this.#gpu, onError, wanted, this.#preferences).then(
      opened => {
        void opened.lost.then(message => this.#lose(message));
        this.#post({ type: 'ready', ...opened.report });
        return opened;
      },
      error => {
        this.#opened = undefined;
        throw error;
      },
    );
    return this.#opened;
  }

  #fail(error: unknown): void {
    this.#relay({ type: 'failed', runId: this.#session?.runId, ...explain(error) });
  }

  #lose(message: string): void {
    const session = this.#session;
    const runId = session?.runId ?? this.#loading;
    if (runId !== undefined) this.#lost.add(runId);
    void this.#measurement?.stop();
    const words = `The GPU was lost (${message || 'the browser gave no reason'}).`;
    this.#experiment?.lose(`${words} Run the experiment again: it starts on a new device.`);
    this.#experiment = undefined;
    this.#opened = undefined;
    this.#session = undefined;
    const snapshot = session?.snapshot;
    session?.abandon();
    if (session && snapshot && this.#recoveries.take(performance.now())) {
      this.#queue = this.#queue.then(() => this.#recover(session, snapshot)).catch(() => this.#giveUp(runId, words));
    } else this.#giveUp(runId, words);
  }

  /** Loads the run of a session whose device was lost on a new device, and goes on. Rejects where there is no other GPU. */
  async #recover({ runId, config, materials }: Session, snapshot: SessionSnapshot): Promise<void> {
    if (runId !== this.#runId) return;
    const { backend } = await this.#backend('webgpu');
    const session = await Session.load(backend, event => this.#relay(event), runId, config, materials);
    session.resume(snapshot);
    this.#session = session;
    // Errors of the work that was under way have been told apart by then.
    setTimeout(() => this.#lost.delete(runId), LOSS_MILLISECONDS);
  }

  #giveUp(runId: number | undefined, words: string): void {
    this.#post({
      type: 'failed',
      runId,
      failure: 'device_lost',
      message: `${words} Press Reset to start again on a new device.`,
    });
  }

  async #load({ runId, config, ownText, ownSound }: Extract<Command, { type: 'load' }>): Promise<void> {
    await this.#session?.close();
    this.#session = undefined;
    if (runId !== this.#runId) return;
    try {
      const { backend } = await this.#backend();
      this.#loading = runId;
      const post = (event: Event): void => this.#relay(event);
      const session = await Session.load(backend, post, runId, config, { corpus: this.#corpus, ownText, ownSound });
      if (this.#lost.has(runId)) session.abandon();
      else this.#session = session;
    } catch (error) {
      this.#relay({ type: 'failed', runId, ...explain(error) });
    } finally {
      this.#loading = undefined;
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

  /** Returns when it has begun, so that a command to stop it is heard. */
  async #measure(measureId: number): Promise<void> {
    const { backend, facts } = await this.#backend();
    if (!facts) {
      const message = 'There is no WebGPU here, and so nothing to measure.';
      const none = { done: 0, total: 0, doing: '', rows: [], choices: [], message };
      this.#post({ type: 'measured', measureId, status: 'stopped', ...none });
      return;
    }
    await this.#rest();
    const session = this.#session;
    const shape = session && { B: session.config.training.batch, L: session.task.length };
    const racing = shape ? session.contenders.map(({ model }) => ({ model, shape })) : [];
    const options = { measureId, adapter: facts, models: [...racing, ...usualModels()], post: this.#post };
    this.#measurement = new MachineMeasurement(backend, options);
  }

  /** Returns when it has begun, so that a command to cancel it is heard. */
  async #runExperiment({ experimentId, name, params }: Extract<Command, { type: 'run_experiment' }>): Promise<void> {
    try {
      const { backend } = await this.#backend();
      await this.#rest();
      const { RunningExperiment } = await import('./running_experiment');
      const options = { experimentId, name, params, backend, materials: { corpus: this.#corpus }, post: this.#post };
      this.#experiment = new RunningExperiment(options);
    } catch (error) {
      const { message } = explain(error);
      const none = { progress: 0, secondsLeft: null, seconds: 0, rows: [], summary: [] };
      this.#post({ type: 'experiment', experimentId, status: 'failed', message, ...none });
    }
  }

  /** Pauses training and sampling, and resolves when the device is free. */
  async #rest(): Promise<void> {
    this.#session?.pause();
    this.#session?.stopSampling();
    await this.#session?.idle();
  }
}
