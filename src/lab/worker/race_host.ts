import { NoDeviceError } from '../../gpu/backends/webgpu/device';
import type { Materials } from '../../tasks/task';
import type { RunConfig } from '../config/config';
import { delay } from '../delay';
import { explain } from '../race/explain';
import { LOST_DEVICE_MILLISECONDS } from '../race/lost_device';
import { Recoveries } from '../race/recoveries';
import { Session } from '../race/session';
import type { SessionSnapshot } from '../race/snapshot';
import type { OpenBackend } from './open_backend';
import type { Event } from './protocol';

/** A race that the page asked for, and where it goes on from: undefined is its first step. */
export interface AskedRace {
  readonly runId: number;
  readonly config: RunConfig;
  readonly materials: Materials;
  readonly snapshot: SessionSnapshot | undefined;
}

export interface RaceHostOptions {
  /** The open device; after a loss a new one. `again`: a race goes on there, so the CPU does not do instead of a GPU. */
  readonly backend: (again: boolean) => Promise<OpenBackend>;
  readonly post: (event: Event) => void;
}

/**
 * Holds the one race, whatever happens to its device: every loss is answered with a new device, on which the race goes on from the
 * last snapshot. What it goes on from belongs to this class, so a loss while it recovers loses nothing.
 */
export class RaceHost {
  readonly #options: RaceHostOptions;
  readonly #recoveries = new Recoveries();
  /** The race asked for last. */
  #race: AskedRace | undefined;
  #session: Session | undefined;
  /** Counts devices: work that began on another one has failed. */
  #generation = 0;
  #bringing: Promise<void> | undefined;
  /** Ends the wait for the race that is being loaded. */
  #giveWay = (): void => {};
  /** What the browser said of the newest loss. */
  #words = '';
  /** What its contenders are called since it was loaded. */
  #names: readonly string[] | undefined;
  /** The visitor paused while the race was gone. */
  #paused = false;

  constructor(options: RaceHostOptions) {
    this.#options = options;
  }

  /** The race, where it is loaded. */
  get session(): Session | undefined {
    return this.#session;
  }

  get loading(): boolean {
    return this.#bringing !== undefined;
  }

  /** Another race is about to be asked for: one that is still being loaded is given up, so that nothing waits for it any more. */
  overtake(): void {
    if (!this.#bringing) return;
    this.#race = undefined;
    this.#giveWay();
  }

  /** Gives up the race there is, and begins to load this one. Never rejects: what fails is posted. */
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

  /** Messages of the race asked for last call its contenders so, also after a loss. */
  rename(names: readonly string[]): void {
    this.#names = names;
    this.#session?.rename(names);
  }

  /** The device is gone. The race is brought back on a new one, unless that is under way. */
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

  /** Pauses the race, or has it paused when it is back. */
  pause(): void {
    this.#paused = true;
    if (this.#session) this.#session.pause();
    else if (this.#race) this.#options.post({ type: 'playing', runId: this.#race.runId, playing: false });
  }

  /** Resolves when no race is being brought back. */
  async settled(): Promise<void> {
    while (this.#bringing) await this.#bringing;
  }

  /** Posts an event. Work on a device that is being lost fails before the loss is known, so such errors wait until it would be. */
  relay(event: Event): void {
    const { post } = this.#options;
    if (event.type !== 'failed' || event.failure !== 'internal') {
      post(event);
      return;
    }
    const generation = this.#generation;
    setTimeout(() => {
      if (this.#generation === generation) post(event);
      // The race goes on; what was asked of it has no answer.
      else if (event.sampleId !== undefined || event.inspectId !== undefined)
        post({ ...event, failure: 'interrupted', message: `${this.#words} Ask again.` });
    }, LOST_DEVICE_MILLISECONDS);
  }

  #bring(lost: boolean): Promise<void> {
    this.#bringing = this.#bringBack(lost).finally(() => {
      this.#bringing = undefined;
    });
    return this.#bringing;
  }

  /** Loads the race asked for, again and again while devices are lost, until it stands or too many were lost. */
  async #bringBack(lost: boolean): Promise<void> {
    for (let again = lost; this.#race; ) {
      const race = this.#race;
      if (again && !this.#recoveries.take(performance.now())) return this.#giveUp(race, false);
      const generation = this.#generation;
      try {
        const { backend, lost } = await this.#options.backend(again);
        const post = (event: Event): void => {
          if (this.#generation === generation && this.#race?.runId === race.runId) this.relay(event);
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
   * The session, unless another race is asked for first. Throws where its device is lost, because work on one that is gone may never
   * end. A session that comes too late is closed.
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
