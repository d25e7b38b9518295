import { NoDeviceError } from '../../gpu/backends/webgpu/device';
import type { KernelPreferences } from '../measure/kernel_preferences';
import type { MachineMeasurement } from '../measure/machine_measurement';
import { explain } from '../race/explain';
import type { Session } from '../race/session';
import type { BackendChoice } from './backend_choice';
import type { OpenBackend, OpenOptions } from './open_backend';
import type { Event } from './protocol';
import { RaceHost } from './race_host';
import type { Command } from './read_command';
import type { RunningExperiment } from './running_experiment';

/** Nothing trains or samples while the machine is measured: the latest request wins. */
const ENDS_MEASURING: ReadonlySet<Command['type']> = new Set([
  'load',
  'play',
  'sample',
  'inspect',
  'probe',
  'measure',
  'stop_measuring',
  'run_experiment',
]);

/** The same for an experiment, with the message at its end. A race may load meanwhile: that only compiles. */
const ENDS_EXPERIMENT: Readonly<Partial<Record<Command['type'], string>>> = {
  play: 'ended because training began',
  sample: 'ended because sampling began',
  measure: 'ended because measuring began',
  run_experiment: 'ended because another experiment began',
  cancel_experiment: 'cancelled',
};

/** The work of an earlier race may go on for so long before a later one begins to load. */
const LONG_WORK_SECONDS = 120;

/** On a slow machine work on the CPU may take this many times the estimate. */
const CPU_PATIENCE = 20;

const NO_RACE = 'The race is not loaded. Wait until it is, or press Reset, and ask again.';

/** Opens a device; see `openBackend`. */
export type DeviceOpener = (options: OpenOptions) => Promise<OpenBackend>;

/** Answers the page's commands, one after the other; holds the device and the one race. */
export class WorkerHost {
  readonly #openDevice: DeviceOpener;
  readonly #post: (event: Event) => void;
  readonly #corpus: (name: string) => Promise<string>;
  #opened: Promise<OpenBackend> | undefined;
  readonly #races: RaceHost;
  #measurement: MachineMeasurement | undefined;
  #experiment: RunningExperiment | undefined;
  /** Those of the first `open`, so that they do not change while the worker lives. */
  #preferences: KernelPreferences | undefined;
  #choice: BackendChoice | undefined;
  /** The latest run: an older load gives up. */
  #runId = -1;
  #queue: Promise<void> = Promise.resolve();

  constructor(openDevice: DeviceOpener, post: (event: Event) => void, corpus: (name: string) => Promise<string>) {
    this.#openDevice = openDevice;
    this.#post = post;
    this.#corpus = corpus;
    this.#races = new RaceHost({ backend: again => this.#backend(again ? { backend: 'webgpu' } : undefined), post });
  }

  /** Tells the page that the worker is alive, and how long it may be silent. */
  tick(): void {
    this.#post({ type: 'tick', busy: this.#races.silence });
  }

  receive(command: Command): void {
    if (command.type === 'load') {
      this.#runId = command.runId;
      this.#post({ type: 'tick', busy: LONG_WORK_SECONDS });
      // Commands before it may wait for the race that it replaces.
      this.#races.overtake();
    }
    this.#queue = this.#queue
      .then(() => this.#interrupt(command))
      .then(() => this.#answer(command))
      .catch(error => this.#fail(error));
  }

  async #interrupt({ type }: Command): Promise<void> {
    if (ENDS_MEASURING.has(type)) await this.#measurement?.stop();
    const why = ENDS_EXPERIMENT[type];
    if (why !== undefined) await this.#experiment?.stop(why);
    // A race that is being brought back is answered for once it is loaded.
    if (type !== 'load' && type !== 'open' && type !== 'pause') await this.#races.settled();
  }

  #answer(command: Command): Promise<void> | void {
    switch (command.type) {
      case 'open':
        return this.#open(command);
      case 'load':
        return this.#load(command);
      case 'play':
        return this.#play(command);
      case 'rename':
        return command.runId === this.#runId ? this.#races.rename(command.names) : undefined;
      case 'pause':
        return command.runId === this.#runId ? this.#races.pause() : undefined;
      case 'sample':
        return this.#sample(command);
      case 'stop_sampling':
        return this.#of(command.runId)?.stopSampling();
      case 'save':
        return this.#save(command);
      case 'inspect':
      case 'probe':
        return this.#inspect(command);
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
    const { session } = this.#races;
    return session?.runId === runId ? session : undefined;
  }

  async #open({ choice = {}, preferences = {} }: Extract<Command, { type: 'open' }>): Promise<void> {
    this.#preferences ??= preferences;
    this.#choice ??= choice;
    try {
      await this.#backend();
    } catch (error) {
      if (!(error instanceof NoDeviceError)) throw error;
      // A GPU was chosen on another day, or by a link, and there is none now.
      this.#choice = {};
      await this.#backend();
    }
  }

  /** The open backend; after a loss a new one, which may be of another kind. */
  #backend(choice = this.#choice): Promise<OpenBackend> {
    const onError = (message: string): void => this.#fail(new Error(message));
    const announce = (seconds: number): void => {
      this.#post({ type: 'tick', busy: Math.ceil(CPU_PATIENCE * seconds) });
    };
    this.#opened ??= this.#openDevice({ onError, choice, preferences: this.#preferences, announce }).then(
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
    this.#races.relay({ type: 'failed', runId: this.#races.session?.runId, ...explain(error) });
  }

  #lose(message: string): void {
    const words = `The GPU was lost (${message || 'the browser gave no reason'}).`;
    this.#measurement?.lose(`${words} Press Measure to measure the new one.`);
    this.#measurement = undefined;
    this.#experiment?.lose(`${words} Run the experiment again: it starts on a new device.`);
    this.#experiment = undefined;
    this.#opened = undefined;
    this.#races.lose(message);
  }

  /** Replaces the current race, unless another was asked for meanwhile. */
  async #load({
    runId,
    config,
    ownText,
    ownSound,
    ownMusic,
    tokenizer,
    weights,
    snapshot,
  }: Extract<Command, { type: 'load' }>): Promise<void> {
    if (runId !== this.#runId) return;
    await this.#races.load({
      runId,
      config,
      materials: { corpus: this.#corpus, ownText, ownSound, ownMusic, tokenizer, weights },
      snapshot,
    });
  }

  #play({ runId, steps }: Extract<Command, { type: 'play' }>): void {
    const session = this.#of(runId);
    if (session) session.play(steps);
    else this.#post({ type: 'failed', runId, failure: 'refused', message: NO_RACE });
  }

  #inspect({ runId, inspectId, request }: Extract<Command, { type: 'inspect' | 'probe' }>): void {
    const session = this.#of(runId);
    if (session) session.inspect(inspectId, request);
    else this.#post({ type: 'failed', runId, inspectId, failure: 'interrupted', message: NO_RACE });
  }

  #sample({ runId, sampleId, request }: Extract<Command, { type: 'sample' }>): void {
    const session = this.#of(runId);
    if (!session) {
      this.#post({ type: 'failed', runId, sampleId, failure: 'interrupted', message: NO_RACE });
      return;
    }
    try {
      session.sample(sampleId, request);
    } catch (error) {
      this.#post({ type: 'failed', runId, sampleId, failure: 'bad_prompt', message: explain(error).message });
    }
  }

  #save({ runId, contender }: Extract<Command, { type: 'save' }>): void {
    const session = this.#of(runId);
    if (session) session.save(contender);
    else this.#post({ type: 'failed', runId, failure: 'refused', message: NO_RACE });
  }

  /** Returns when it has begun, so that the worker hears a command to stop it. */
  async #measure(measureId: number): Promise<void> {
    const [{ usualModels }, measurement] = await Promise.all([
      import('../measure/calibration'),
      import('../measure/machine_measurement'),
    ]);
    await this.#rest();
    // Only now: the device may have been lost while the last turn ended.
    const { backend, facts } = await this.#backend();
    if (backend.kind === 'twin') {
      const message = 'This browser runs neither WebGPU nor WebAssembly, so there is nothing to measure.';
      const none = { done: 0, total: 0, doing: '', rows: [], choices: [], message };
      this.#post({ type: 'measured', measureId, status: 'stopped', ...none });
      return;
    }
    const { session } = this.#races;
    const shape = session && { B: session.race.config.training.batch, L: session.race.task.length };
    const racing = shape ? session.contenders.map(({ model }) => ({ model, shape })) : [];
    const options = { measureId, adapter: facts, models: [...racing, ...usualModels()], post: this.#post };
    this.#measurement = new measurement.MachineMeasurement(backend, options);
  }

  /** Returns when it has begun, so that the worker hears a command to cancel it. */
  async #runExperiment({
    experimentId,
    name,
    params,
    before,
  }: Extract<Command, { type: 'run_experiment' }>): Promise<void> {
    try {
      const { RunningExperiment } = await import('./running_experiment');
      await this.#rest();
      const { backend } = await this.#backend();
      const materials = { corpus: this.#corpus };
      const options = { experimentId, name, params, before, backend, materials, post: this.#post };
      this.#experiment = new RunningExperiment(options);
    } catch (error) {
      const { message } = explain(error);
      const none = { progress: 0, secondsLeft: null, seconds: 0, rows: [], cells: [], summary: [] };
      this.#post({ type: 'experiment', experimentId, status: 'failed', message, ...none });
    }
  }

  /** Pauses training and sampling, and resolves when the device is free. */
  async #rest(): Promise<void> {
    const { session } = this.#races;
    session?.pause();
    session?.stopSampling();
    await session?.idle();
  }
}
