import { NoDeviceError } from '../../gpu/backends/webgpu/device';
import type { RunConfig } from '../config/config';
import { delay } from '../delay';
import type { RaceMaterials } from '../race/brought_weights';
import { explain } from '../race/explain';
import { LOST_DEVICE_MILLISECONDS } from '../race/lost_device';
import { Recoveries } from '../race/recoveries';
import { Session } from '../race/session';
import type { SessionSnapshot } from '../race/snapshot';
import type { OpenBackend } from './open_backend';
import type { Event } from './protocol';

/** A race that the page asked for, and the snapshot it continues from; undefined: it starts at its first step. */
export interface AskedRace {
  readonly runId: number;
  readonly config: RunConfig;
  readonly materials: RaceMaterials;
  readonly snapshot: SessionSnapshot | undefined;
}

export interface RaceHostOptions {
  /** The open device; after a loss a new one. `again`: a race continues there, so the CPU cannot replace a GPU. */
  readonly backend: (again: boolean) => Promise<OpenBackend>;
  readonly post: (event: Event) => void;
}

/**
 * Holds the one race through losses of its device. After each loss the race continues on a new device from the last snapshot.
 * This class owns the snapshot, so a loss during recovery loses nothing.
 */
export class RaceHost {
  readonly #options: RaceHostOptions;
  readonly #recoveries = new Recoveries();
  #race: AskedRace | undefined;
  #session: Session | undefined;
  /** Counts devices: work begun on an earlier one has failed. */
  #generation = 0;
  #bringing: Promise<void> | undefined;
  /** Seconds for which loading said that it may be silent, if it has said nothing since. */
  #silence = 0;
  /** Ends the wait for the race that is being loaded. */
  #giveWay = (): void => {};
  /** The browser's message about the latest loss. */
  #words = '';
  /** The contenders' names, if changed since it was loaded. */
  #names: readonly string[] | undefined;
  /** The visitor paused while the race was gone. */
  #paused = false;

  constructor(options: RaceHostOptions) {
    this.#options = options;
  }

  /** The race, once it is loaded. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** Seconds for which this thread may be silent, because a race is being loaded. */
  get silence(): number {
    return this.#silence;
  }

  /** Gives up a race that is still loading, because another one comes next. */
  overtake(): void {
    if (!this.#bringing) return;
    this.#race = undefined;
    this.#giveWay();
  }

  /** Gives up the current race, and begins to load this one. Never rejects: failures are posted. */
  async load(race: AskedRace): Promise<void> {
    this.#race = race;
    this.#names = undefined;
    this.#paused = false;
    const before = this.#session;
    this.#session = undefined;
    await before?.close();
    if (this.#race !== race) return;
    this.#options.post({ type: 'loading', runId: race.runId });
    this.#giveWay();
    if (!this.#bringing) void this.#bring(false);
  }

  /** Later messages of the latest race call its contenders by these names, also after a loss. */
  rename(names: readonly string[]): void {
    this.#names = names;
    this.#session?.rename(names);
  }

  /** The device is gone. Brings the race back on a new one, unless that has begun already. */
  lose(message: string): void {
    this.#words = `The GPU was lost (${message || 'the browser gave no reason'}).`;
    const session = this.#session;
    this.#session = undefined;
    if (session && this.#race) {
      this.#paused = false;
      this.#race = { ...this.#race, snapshot: session.snapshot };
      session.abandon(this.#words);
    }
    this.#generation++;
    if (this.#race && !this.#bringing) void this.#bring(true);
  }

  /** Pauses the race; one that is being brought back will be paused then. */
  pause(): void {
    this.#paused = true;
    if (this.#session) this.#session.pause();
    else if (this.#race) this.#options.post({ type: 'playing', runId: this.#race.runId, playing: false });
  }

  /** Resolves when no race is being brought back. */
  async settled(): Promise<void> {
    while (this.#bringing) await this.#bringing;
  }

  /** Posts an event. Work on a device that is being lost fails before the loss is known, so such errors wait for it. */
  relay(event: Event): void {
    const { post } = this.#options;
    if (event.type !== 'failed' || event.failure !== 'internal') {
      post(event);
      return;
    }
    const generation = this.#generation;
    setTimeout(() => {
      if (this.#generation === generation) post(event);
      // The race continues; pending requests have no answer.
      else if (event.sampleId !== undefined || event.inspectId !== undefined)
        post({ ...event, failure: 'interrupted', message: `${this.#words} Ask again.` });
    }, LOST_DEVICE_MILLISECONDS);
  }

  #bring(lost: boolean): Promise<void> {
    this.#bringing = this.#bringBack(lost).finally(() => {
      this.#bringing = undefined;
      this.#silence = 0;
    });
    return this.#bringing;
  }

  /** Loads the latest race, again after each lost device, until it is loaded or too many were lost. */
  async #bringBack(lost: boolean): Promise<void> {
    for (let again = lost; this.#race; ) {
      const race = this.#race;
      if (again && !this.#recoveries.take(performance.now())) return this.#giveUp(race, false);
      const generation = this.#generation;
      try {
        const { backend, lost } = await this.#options.backend(again);
        const post = (event: Event): void => {
          if (this.#generation !== generation || this.#race?.runId !== race.runId) return;
          this.#silence = event.type === 'tick' ? event.busy : 0;
          this.relay(event);
        };
        const { runId, config, materials, snapshot } = race;
        const session = await this.#inTime(Session.load(backend, post, runId, config, materials), lost);
        if (session) {
          this.#session = session;
          if (this.#names) session.rename(this.#names);
          if (snapshot || again) {
            const { playing, contenders } = snapshot ?? { playing: false, contenders: [] };
            session.resume({ playing: playing && !this.#paused, contenders }, again ? 'device' : 'worker');
          }
          return;
        }
      } catch (error) {
        if (again && error instanceof NoDeviceError) return this.#giveUp(race, true);
        const { failure } = explain(error);
        if (failure === 'internal' && this.#generation === generation) await delay(LOST_DEVICE_MILLISECONDS);
        if (this.#race === race && this.#generation === generation) {
          this.#options.post({ type: 'failed', runId: race.runId, ...explain(error) });
          return;
        }
      }
      again = this.#generation !== generation;
    }
  }

  /**
   * The session, unless another race is asked for first. Throws when its device is lost, because work on it may never end. A
   * session that comes too late is closed.
   */
  async #inTime(loading: Promise<Session>, lost: Promise<string>): Promise<Session | undefined> {
    const generation = this.#generation;
    const race = this.#race;
    const overtaken = new Promise<undefined>(resolve => {
      this.#giveWay = () => resolve(undefined);
    });
    const gone = lost.then(message => {
      throw new Error(message);
    });
    const isCurrent = (): boolean => this.#generation === generation && this.#race === race;
    let wanted = false;
    try {
      const session = await Promise.race([loading, overtaken, gone]);
      wanted = isCurrent();
      return wanted ? session : undefined;
    } finally {
      if (!wanted)
        void loading.then(
          late => (this.#generation === generation ? late.close() : late.abandon()),
          () => {},
        );
    }
  }

  /** The snapshot stays with the page, which may ask for this race again. */
  #giveUp({ runId }: AskedRace, gone: boolean): void {
    const next = gone
      ? 'The browser does not give this page a GPU again. Reload the page with the browser’s reload button or F5.'
      : 'It was lost several times in two minutes. Press Go on to try once more, or Reset to start again.';
    const message = `${this.#words} ${next}`;
    this.#options.post({ type: 'failed', runId, failure: gone ? 'no_device' : 'device_lost', message });
  }
}
