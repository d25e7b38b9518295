import { delay } from '../delay';
import type { Row } from '../experiments/experiment';
import { ExperimentError } from '../experiments/experiment';
import type { KeptCell } from '../experiments/kept_cells';
import { parseParams } from '../experiments/parse_params';
import { findExperiment } from '../experiments/registry';
import { type ExperimentRun, runExperiment, type TimedUpdate } from '../experiments/run_experiment';
import { explain } from '../race/explain';
import { LOST_DEVICE_MILLISECONDS } from '../race/lost_device';
import type { Event } from './protocol';

type Told = Extract<Event, { type: 'experiment' }>;

/**
 * Milliseconds after which an experiment counts as stopped even if it is still freeing memory: the page expects an answer within a second.
 */
const STOP_MILLISECONDS = 500;

/** Milliseconds that a new row or progress waits, at most, before it is posted. */
const EVENT_MILLISECONDS = 100;

export interface ExperimentOptions extends Pick<ExperimentRun, 'backend' | 'materials' | 'params'> {
  readonly experimentId: number;
  /** In the registry. */
  readonly name: string;
  /** The run that it goes on from; null: none. */
  readonly before: ExperimentRun['before'] | null;
  readonly post: (event: Told) => void;
}

/** An experiment that the page asked for. Nothing else may use the backend meanwhile. */
export class RunningExperiment {
  readonly #options: ExperimentOptions;
  readonly #abort = new AbortController();
  readonly #started = performance.now();
  readonly #lost: Promise<void>;
  readonly #done: Promise<void>;
  #rows: Row[] = [];
  #cells: KeptCell[] = [];
  #update: TimedUpdate = { progress: 0, message: 'preparing', secondsLeft: null };
  #summary: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;
  #tellLost: () => void = () => {};

  constructor(options: ExperimentOptions) {
    this.#options = options;
    this.#lost = new Promise(resolve => {
      this.#tellLost = resolve;
    });
    this.#done = this.#run();
  }

  /** Resolves when the backend is free again. Never rejects. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Ends it and keeps its rows. Resolves when the backend is free: after the current turn or compilation. */
  async stop(why: string): Promise<void> {
    this.#abort.abort(new Error(why));
    const left = Promise.race([this.#done, this.#lost]);
    await Promise.race([left, delay(STOP_MILLISECONDS)]);
    if (!this.#ended) this.#end('cancelled', why);
    await left;
  }

  /** Its device is gone: ends it at once and keeps its rows. */
  lose(message: string): void {
    this.#tellLost();
    this.#end('failed', message);
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    const { name, backend, materials, params, before } = this.#options;
    const { signal } = this.#abort;
    try {
      const experiment = findExperiment(name);
      const checked = parseParams(experiment, params);
      this.#post('running');
      const all: Row[] = [];
      const onUpdate = (update: TimedUpdate): void => {
        this.#update = update;
        if (update.row) {
          all.push(update.row);
          this.#rows.push(update.row);
          this.#summary = experiment.summary(all, checked);
        }
        this.#timer ??= setTimeout(() => this.#post('running'), EVENT_MILLISECONDS);
      };
      const onKept = (cell: KeptCell): number => this.#cells.push(cell);
      const run = { backend, materials, params, signal, onUpdate, onKept, before: before ?? undefined };
      const result = await runExperiment(experiment, run);
      if (result.ended === 'failed') throw result.error;
      this.#end(result.ended, result.ended === 'cancelled' ? explain(signal.reason).message : 'finished');
    } catch (error) {
      const { failure, message } = explain(error);
      // Work on a device that is being lost fails before the loss is known, and the loss says more.
      if (failure === 'internal' && !(error instanceof ExperimentError))
        await Promise.race([this.#lost, delay(LOST_DEVICE_MILLISECONDS)]);
      this.#end('failed', message);
    }
  }

  #end(status: Exclude<Told['status'], 'running'>, message: string): void {
    const { progress } = this.#update;
    this.#update = { progress: status === 'finished' ? 1 : progress, message, secondsLeft: null };
    this.#post(status);
    this.#ended = true;
  }

  #post(status: Told['status']): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#ended) return;
    const { experimentId, post, before } = this.#options;
    const { progress, message, secondsLeft } = this.#update;
    const seconds = (before?.seconds ?? 0) + (performance.now() - this.#started) / 1000;
    const [rows, cells] = [this.#rows, this.#cells];
    [this.#rows, this.#cells] = [[], []];
    post({
      type: 'experiment',
      experimentId,
      status,
      progress,
      message,
      secondsLeft,
      seconds,
      rows,
      cells,
      summary: this.#summary,
    });
  }
}
