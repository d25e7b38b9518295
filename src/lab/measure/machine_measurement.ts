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

/** Of the page: less than bench/, which has no visitor waiting. */
const EFFORT: Effort = { samples: 7, sampleMilliseconds: 60, budgetMilliseconds: 1200 };

/** Milliseconds after which calibration takes up no further shape. */
const CALIBRATION_BUDGET = 6000;

/** What the progress says while variants are compared. */
const CALIBRATING = 'which variant of each kernel is fastest';

export interface MeasuringOptions {
  readonly measureId: number;
  readonly adapter: AdapterFacts;
  /** For whose shapes variants are chosen, those that matter most first. */
  readonly models: readonly TrainedModel[];
  readonly post: (event: Measured) => void;
}

/** Measures a machine case by case; nothing else may use the backend meanwhile. */
export class MachineMeasurement {
  readonly #done: Promise<void>;
  #stopped = false;
  /** What became of its device, where that was lost. */
  #words: string | undefined;
  #tellLost: () => void = () => {};
  readonly #lost: Promise<void>;

  constructor(backend: Backend, options: MeasuringOptions, entries = entriesOf(tables)) {
    this.#lost = new Promise(resolve => {
      this.#tellLost = resolve;
    });
    this.#done = this.#run(backend, options, entries);
  }

  /** Resolves at the end, which the last event tells of. Never rejects. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Ends it after the sample under way, and resolves then. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.race([this.#done, this.#lost]);
  }

  /** Its device is gone: it ends with these words, its rows kept. */
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
      const choices = await this.#choose(backend, adapter, models);
      say({ done: total, doing: '', choices, status: 'finished' });
    } catch (error) {
      // Work on a device that is being lost fails before the loss is known, which says more.
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
