import type { Backend } from '../../gpu/backend';
import type { AdapterFacts } from '../../gpu/kernel';
import { delay } from '../delay';
import { LOST_DEVICE_MILLISECONDS } from '../race/lost_device';
import type { Event } from '../worker/protocol';
import { calibrate, type TrainedModel, variedDispatches } from './calibration';
import { entriesOf, measureEntry, Stopped } from './measure_cases';
import { tables } from './tables';
import type { Effort } from './timing';

type Measured = Extract<Event, { type: 'measured' }>;

/** The page measures less than bench/, because a visitor waits. */
const EFFORT: Effort = { samples: 7, sampleMilliseconds: 60, budgetMilliseconds: 1200 };

/** Calibration starts no further shape after this many milliseconds. */
const CALIBRATION_BUDGET = 6000;

/** Progress text while variants are compared. */
const CALIBRATING = 'which variant of each kernel is fastest';

export interface MeasuringOptions {
  readonly measureId: number;
  /** Undefined: its kernels have no variants. */
  readonly adapter: AdapterFacts | undefined;
  /** The models whose shapes need variants, the most important first. */
  readonly models: readonly TrainedModel[];
  readonly post: (event: Measured) => void;
}

/** Measures a machine case by case. Nothing else may use the backend meanwhile. */
export class MachineMeasurement {
  readonly #done: Promise<void>;
  #stopped = false;
  /** The message of a lost device. */
  #words: string | undefined;
  #tellLost: () => void = () => {};
  readonly #lost: Promise<void>;

  constructor(backend: Backend, options: MeasuringOptions, entries = entriesOf(tables)) {
    this.#lost = new Promise(resolve => {
      this.#tellLost = resolve;
    });
    this.#done = this.#run(backend, options, entries);
  }

  /** Resolves at the end; the last event reports it. Never rejects. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Ends it after the current sample, and resolves then. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.race([this.#done, this.#lost]);
  }

  /** Its device is gone: it ends with this message and keeps its rows. */
  lose(words: string): void {
    this.#words = words;
    this.#stopped = true;
    this.#tellLost();
  }

  async #run(
    backend: Backend,
    { measureId, adapter, models, post }: MeasuringOptions,
    entries: ReturnType<typeof entriesOf>,
  ): Promise<void> {
    const stopped = (): boolean => this.#stopped;
    const total = entries.length + 1;
    const say = (event: Pick<Measured, 'done' | 'doing'> & Partial<Measured>): void =>
      post({ type: 'measured', measureId, status: 'measuring', total, rows: [], choices: [], ...event });
    let done = 0;
    try {
      for (const entry of entries) {
        if (stopped()) throw new Stopped('measuring was stopped');
        say({ done, doing: entry.measured.name });
        const row = await measureEntry(backend, entry, EFFORT, stopped);
        done++;
        say({ done, doing: entry.measured.name, rows: [row] });
      }
      say({ done, doing: CALIBRATING });
      const choices = adapter ? await this.#choose(backend, adapter, models) : [];
      say({ done: total, doing: '', choices, status: 'finished' });
    } catch (error) {
      // Work on a device that is being lost fails before the loss is known, and the loss says more.
      if (!(error instanceof Stopped)) await Promise.race([this.#lost, delay(LOST_DEVICE_MILLISECONDS)]);
      const message = this.#words ?? (error instanceof Stopped ? undefined : String(error));
      say({ done, doing: '', status: 'stopped', message });
    }
  }

  #choose(backend: Backend, adapter: AdapterFacts, models: readonly TrainedModel[]): ReturnType<typeof calibrate> {
    const started = performance.now();
    const left = (): boolean => performance.now() - started < CALIBRATION_BUDGET;
    return calibrate(backend, adapter, variedDispatches(models), left, () => this.#stopped);
  }
}
