import type { Backend } from '../../gpu/backend';
import { hearMessages } from '../../gpu/hear_messages';
import type { RunConfig } from '../config/config';
import type { InspectRequest } from '../inspect/inspection';
import type { ProbeRequest } from '../inspect/probe';
import type { Event } from '../worker/protocol';
import type { SampleRequest } from '../worker/read_command';
import type { RaceMaterials } from './brought_weights';
import type { Contender } from './contender';
import type { ContenderStatus } from './contender_status';
import { explain } from './explain';
import { Inspections } from './inspections';
import { LoadedRace } from './loaded_race';
import { Samplings } from './samplings';
import { Saves } from './saves';
import type { SessionSnapshot } from './snapshot';
import { nextTurn } from './turns';

/**
 * One race and the loop that gives its parts turns: training, sampling, inspections, saves. It needs no page and no worker, so
 * it also runs in Node.
 */
export class Session {
  readonly race: LoadedRace;
  readonly runId: number;
  readonly contenders: readonly Contender[];
  readonly #samplings: Samplings;
  readonly #inspections: Inspections;
  readonly #saves: Saves;
  #playing = false;
  /** It was training when its loop failed, and no command has come since. */
  #cutShort = false;
  /** Stops the current turn, so that other requests do not wait for a long step. */
  #stop = { aborted: false };
  /** Counts requests, to see whether more came while snapshots were taken. */
  #asked = 0;
  #loop: Promise<void> | undefined;

  private constructor(race: LoadedRace) {
    this.race = race;
    this.runId = race.runId;
    this.contenders = race.contenders;
    this.#samplings = new Samplings(race);
    this.#inspections = new Inspections(race);
    this.#saves = new Saves(race);
  }

  /** Opens the task and builds every contender. Throws TaskError, ModelError, MemoryError. */
  static async load(
    backend: Backend,
    post: (event: Event) => void,
    runId: number,
    config: RunConfig,
    materials: RaceMaterials,
  ): Promise<Session> {
    return new Session(await LoadedRace.load(backend, post, runId, config, materials));
  }

  /** Later messages call the contenders by these names; a list of another length changes nothing. */
  rename(names: readonly string[]): void {
    this.race.rename(names);
  }

  /** Trains until every contender has done `steps` more, or all its steps. Returns at once; pause() stops at the end of a turn. */
  play(steps?: number): void {
    const { steps: most } = this.race.config.training;
    for (const contender of this.contenders) {
      contender.goal = steps === undefined ? most : Math.min(most, contender.steps + steps);
    }
    this.#play();
  }

  #play(): void {
    this.#asked++;
    this.#cutShort = false;
    if (this.#playing) return;
    this.#playing = true;
    this.#postPlaying();
    this.#start();
  }

  /** The state when the weights were last copied; needs no device. */
  get snapshot(): SessionSnapshot {
    return { playing: this.#playing || this.#cutShort, contenders: this.contenders.map(({ snapshot }) => snapshot) };
  }

  /** Continues a session of the same config whose device or worker was lost; trains the steps after its snapshot again. */
  resume({ playing, contenders }: SessionSnapshot, cause: 'device' | 'worker' = 'device'): void {
    contenders.forEach((snapshot, index) => {
      this.contenders[index]?.restore(snapshot);
    });
    this.race.post({
      type: 'resumed',
      runId: this.runId,
      cause,
      playing,
      steps: this.contenders.map(({ shownSteps }) => shownSteps),
    });
    this.contenders.forEach(({ status }, index) => {
      this.#postStatus(index, status);
    });
    if (playing) this.#play();
  }

  /** Training stops at the end of its turn. Other work finishes, and the page does not wait for it. */
  pause(): void {
    const played = this.#playing;
    this.#cutShort = false;
    this.#playing = false;
    this.#stop.aborted = true;
    if (played && [this.#samplings, this.#inspections, this.#saves].some(({ open }) => open)) this.#rest();
  }

  /** All contenders continue one prompt in turns; training waits meanwhile. Throws TaskError for a bad prompt. */
  sample(sampleId: number, request: SampleRequest): void {
    this.#samplings.start(sampleId, request);
    this.#asked++;
    this.#stop.aborted = true;
    this.#start();
  }

  stopSampling(): void {
    this.#samplings.stop();
  }

  /** Looks inside a contender between two turns of training or sampling. Failures are posted. */
  inspect(inspectId: number, request: InspectRequest | ProbeRequest): void {
    this.#inspections.add(inspectId, request);
    this.#asked++;
    this.#start();
  }

  /**
   * Posts the weights of a contender between two turns, as a file whose metadata includes `about`. Refuses weights that are
   * missing or not finite.
   */
  save(index: number, about: Readonly<Record<string, string>> = {}): void {
    if (!this.#saves.add(index, about)) return;
    this.#asked++;
    this.#start();
  }

  /** Resolves when nothing is going on. */
  async idle(): Promise<void> {
    while (this.#loop) await this.#loop;
  }

  /** Frees everything after the turn that is under way. */
  async close(): Promise<void> {
    this.#end();
    this.stopSampling();
    await this.idle();
    this.#samplings.destroy();
    this.#inspections.destroy();
    this.race.destroy();
  }

  /** Its device is gone: nothing is freed. Pending requests fail with this message; nothing more is posted. */
  abandon(words = ''): void {
    this.#samplings.abandon(`${words} Ask again.`);
    this.#inspections.abandon(`${words} Ask again.`);
    this.#saves.abandon(words);
    this.#end();
  }

  #end(): void {
    this.race.close();
    this.#playing = false;
    this.#stop.aborted = true;
  }

  #start(): void {
    this.#loop ??= this.#run()
      .catch(error => this.#fail(error))
      .finally(() => {
        this.#loop = undefined;
      });
  }

  async #run(): Promise<void> {
    while (!this.race.closed && (await this.#turn())) {
      // Messages arrive while a device works, but not while this thread computes.
      if (this.race.backend.kind !== 'webgpu') await hearMessages();
    }
    const asked = this.#asked;
    this.#rest();
    // A race at rest may rest for long, so all of it is copied.
    for (const index of this.contenders.keys()) if (!this.race.closed) await this.#takeSnapshot(index, true);
    if (this.#asked !== asked && !this.race.closed) await this.#run();
  }

  /** A turn of the most urgent work; false when nothing is left to do. */
  async #turn(): Promise<boolean> {
    if (await this.#inspections.next()) return true;
    if (await this.#saves.next()) return true;
    if (await this.#samplings.turn()) return true;
    return this.#playing && (await this.#train());
  }

  /** One turn of one contender; false when none is left. */
  async #train(): Promise<boolean> {
    const { backend, runId } = this.race;
    const index = nextTurn(this.contenders, this.race.config.training.turns);
    const contender = index === undefined ? undefined : this.contenders[index];
    if (index === undefined || !contender) return false;
    if (contender.begin()) this.#postStatus(index, 'training');
    this.#stop = { aborted: false };
    const points = await contender.trainTurn(this.#stop);
    if (this.race.closed) return false;
    if (!points) return true;
    await backend.settled();
    if (this.race.closed) return false;
    // The points go first, so that whoever has a snapshot has the curve up to its step.
    this.race.post({ type: 'progress', runId, contender: index, points });
    const { answered } = contender;
    if (answered?.step === points.step.at(-1))
      this.race.post({ type: 'answered', runId, contender: index, ...answered });
    await this.#takeSnapshot(index);
    if (contender.status === 'diverged') {
      const message = `${this.race.nameOf(index)} diverged at step ${contender.steps}: its loss or its gradient is no longer a number. Train it again with a lower learning rate.`;
      this.#postStatus(index, 'diverged');
      this.race.post({ type: 'failed', runId, contender: index, failure: 'diverged', message });
    } else if (contender.status === 'finished') this.#postStatus(index, 'finished');
    return true;
  }

  /** Copies a contender's weights from the device, and tells the page. `now`: even if the last copy is new. */
  async #takeSnapshot(index: number, now = false): Promise<void> {
    const contender = this.contenders[index];
    if (!contender || !(await contender.takeSnapshot(now))) return;
    this.race.post({ type: 'snapshot', runId: this.runId, contender: index, snapshot: contender.snapshot });
  }

  #rest(): void {
    if (this.race.closed) return;
    this.contenders.forEach((contender, index) => {
      if (contender.status !== 'training') return;
      contender.status = 'paused';
      this.#postStatus(index, 'paused');
    });
    this.#playing = false;
    this.#postPlaying();
  }

  #fail(error: unknown): void {
    this.#samplings.destroy();
    this.#cutShort = this.#playing;
    this.#playing = false;
    this.race.post({ type: 'failed', runId: this.runId, ...explain(error) });
    this.#postPlaying();
  }

  #postPlaying(): void {
    this.race.post({ type: 'playing', runId: this.runId, playing: this.#playing });
  }

  #postStatus(contender: number, status: ContenderStatus): void {
    this.race.post({ type: 'status', runId: this.runId, contender, status });
  }
}
