import type { Backend } from '../../gpu/backend';
import { findTask, openTask } from '../../tasks/registry';
import { type Materials, type OpenTask, TaskError } from '../../tasks/task';
import type { ContenderConfig, RunConfig } from '../config/config';
import { describeTask } from '../config/describe_task';
import { renamed } from '../config/names';
import { CheckpointError, writeCheckpoint } from '../export/checkpoint';
import type { InspectRequest } from '../inspect/inspection';
import { Inspector } from '../inspect/inspector';
import { SampleRace, whySkipped } from '../sampling/sample_race';
import type { Event, SampleRequest } from '../worker/protocol';
import { Contender, modelOf } from './contender';
import { contenderFacts } from './contender_facts';
import { explain } from './explain';
import type { SessionSnapshot } from './snapshot';
import { refuseTooLong } from './too_long';
import { recordAll } from './training_size';
import { nextTurn } from './turns';

/** One race: its task, its contenders, and the loop that gives them turns. No page and no worker in it: it also runs in Node. */
export class Session {
  readonly runId: number;
  readonly materials: Materials;
  readonly task: OpenTask;
  readonly contenders: readonly Contender[];
  #config: RunConfig;
  readonly #backend: Backend;
  readonly #post: (event: Event) => void;
  #playing = false;
  /** It was training when its loop failed, and nobody has decided anything since. */
  #cutShort = false;
  #closed = false;
  /** Of the turn under way: what asks for something else does not wait for a step that takes long. */
  #stop = { aborted: false };
  #race: SampleRace | undefined;
  /** Begins when the one under way, which was stopped, has freed what it holds. */
  #nextRace: SampleRace | undefined;
  /** Of each contender that was looked at. */
  readonly #inspectors = new Map<Contender, Inspector>();
  readonly #inspections: { readonly inspectId: number; readonly request: InspectRequest }[] = [];
  /** Contenders whose weights are wanted, and what their files are to say besides. */
  readonly #saves: { readonly index: number; readonly about: Readonly<Record<string, string>> }[] = [];
  /** Counts what was asked for, to see whether more came while the weights were kept. */
  #asked = 0;
  /** The inspection under way. */
  #looking: number | undefined;
  #loop: Promise<void> | undefined;

  private constructor(
    backend: Backend,
    post: (event: Event) => void,
    runId: number,
    config: RunConfig,
    materials: Materials,
    task: OpenTask,
    contenders: readonly Contender[],
  ) {
    this.#backend = backend;
    this.#post = post;
    this.runId = runId;
    this.#config = config;
    this.materials = materials;
    this.task = task;
    this.contenders = contenders;
  }

  /** Opens the task and builds every contender. Throws TaskError, ModelError, MemoryError. */
  static async load(
    backend: Backend,
    post: (event: Event) => void,
    runId: number,
    config: RunConfig,
    materials: Materials,
  ): Promise<Session> {
    const task = await openTask(config.task, config.training.seed, materials);
    const models = config.contenders.map(contender => ({ name: contender.name, model: modelOf(contender, task) }));
    const recordings = recordAll(backend, models, { B: config.training.batch, L: task.length });
    const stepSeconds = recordings.map(({ lists }) => backend.estimate(Object.values(lists).flat()) / 1000);
    recordings.forEach((recording, i) => {
      refuseTooLong(backend, config.contenders[i]?.name ?? '', recording);
    });
    post({ type: 'estimated', runId, stepSeconds });
    const make = async (contender: ContenderConfig, index: number): Promise<Contender> => {
      post({ type: 'status', runId, contender: index, status: 'compiling' });
      const made = await Contender.make(backend, contender, task, config.training, (done, total) => {
        post({ type: 'compiling', runId, contender: index, done, total });
      });
      post({ type: 'status', runId, contender: index, status: 'ready' });
      return made;
    };
    // Side by side, so that no core waits for the longest kernel of each.
    const results = await Promise.allSettled(config.contenders.map(make));
    const contenders = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = results.find(result => result.status === 'rejected');
    if (failed) {
      for (const made of contenders) made.destroy();
      throw failed.reason;
    }
    post({
      type: 'loaded',
      runId,
      task: describeTask(task, findTask(config.task.name).protocol),
      contenders: contenders.map(({ report }) => report),
    });
    return new Session(backend, post, runId, config, materials, task, contenders);
  }

  get config(): RunConfig {
    return this.#config;
  }

  /** Messages from now on call contenders so; a list of another length changes nothing. */
  rename(names: readonly string[]): void {
    this.#config = renamed(this.#config, names);
  }

  /** Trains until every contender did `steps` more, or all of them. Returns at once; pause() stops at the end of a turn. */
  play(steps?: number): void {
    const { steps: most } = this.config.training;
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
    this.#post({ type: 'playing', runId: this.runId, playing: true });
    this.#start();
  }

  /** How far it was when its weights were last copied; needs no device. */
  get snapshot(): SessionSnapshot {
    return { playing: this.#playing || this.#cutShort, contenders: this.contenders.map(({ snapshot }) => snapshot) };
  }

  /** Goes on from a session of the same config that was lost with its device or worker, training again what came after its snapshot. */
  resume({ playing, contenders }: SessionSnapshot, cause: 'device' | 'worker' = 'device'): void {
    contenders.forEach((kept, index) => {
      this.contenders[index]?.restore(kept);
    });
    this.#post({ type: 'resumed', runId: this.runId, cause, steps: this.contenders.map(({ steps }) => steps) });
    this.contenders.forEach(({ status }, index) => {
      this.#status(index, status);
    });
    if (playing) this.#play();
  }

  /** Training stops at the end of its turn. What else is under way finishes, and the page does not wait for that. */
  pause(): void {
    const played = this.#playing;
    this.#cutShort = false;
    this.#playing = false;
    this.#stop.aborted = true;
    const other = this.#race ?? this.#looking ?? this.#inspections[0] ?? this.#saves[0];
    if (played && other !== undefined) this.#rest();
  }

  /** Lets all contenders continue one prompt, taking turns; training waits meanwhile. Throws TaskError for a bad prompt. */
  sample(sampleId: number, request: SampleRequest): void {
    const { runId, task, config } = this;
    const { protocol } = findTask(config.task.name);
    const names = config.contenders.map(({ name }) => name);
    const field = { runId, task, protocol, names, contenders: this.contenders };
    const race = new SampleRace(this.#backend, field, sampleId, request, event => {
      if (!this.#closed) this.#post(event);
    });
    this.stopSampling();
    this.#asked++;
    this.#stop.aborted = true;
    if (this.#race) this.#nextRace = race;
    else this.#race = race;
    this.#start();
  }

  stopSampling(): void {
    this.#race?.stop();
    this.#nextRace?.stop();
  }

  /** Looks inside a contender between two turns of training or sampling, which then go on. What fails is posted as such. */
  inspect(inspectId: number, request: InspectRequest): void {
    this.#asked++;
    this.#inspections.push({ inspectId, request });
    this.#start();
  }

  /**
   * Posts the weights of a contender as a file, as they are between two turns; its metadata says `about`, too. Weights that are not
   * there, or are not finite numbers, are refused.
   */
  save(index: number, about: Readonly<Record<string, string>> = {}): void {
    if (!this.contenders[index]) {
      const last = this.contenders.length - 1;
      this.#refuse(`There is no contender ${index} whose weights could be saved; choose one from 0 to ${last}.`);
      return;
    }
    this.#asked++;
    this.#saves.push({ index, about });
    this.#start();
  }

  /** Resolves when nothing is going on. */
  async idle(): Promise<void> {
    while (this.#loop) await this.#loop;
  }

  /** Frees everything after the turn that is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#playing = false;
    this.#stop.aborted = true;
    this.stopSampling();
    await this.idle();
    this.#race?.destroy();
    for (const inspector of this.#inspectors.values()) inspector.destroy();
    for (const contender of this.contenders) contender.destroy();
  }

  /** Its device is gone: nothing is freed. What was being sampled or inspected has failed, with these words; nothing more is said. */
  abandon(words = ''): void {
    const failed = {
      type: 'failed',
      runId: this.runId,
      failure: 'interrupted',
      message: `${words} Ask again.`,
    } as const;
    if (!this.#closed) {
      for (const race of [this.#race, this.#nextRace]) if (race) this.#post({ ...failed, sampleId: race.sampleId });
      const looked = this.#looking === undefined ? [] : [this.#looking];
      for (const inspectId of [...looked, ...this.#inspections.map(waiting => waiting.inspectId)])
        this.#post({ ...failed, inspectId });
      for (const { index } of this.#saves)
        this.#refuse(`${words} The weights of ${this.#nameOf(index)} are not saved. Save again.`);
    }
    this.#closed = true;
    this.#playing = false;
    this.#stop.aborted = true;
    this.#race = undefined;
  }

  #start(): void {
    this.#loop ??= this.#run()
      .catch(error => this.#fail(error))
      .finally(() => {
        this.#loop = undefined;
      });
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const inspection = this.#inspections.shift();
      if (inspection) {
        this.#looking = inspection.inspectId;
        await this.#look(inspection.inspectId, inspection.request);
        this.#looking = undefined;
      } else if (this.#saves[0] !== undefined) {
        const { index, about } = this.#saves[0];
        await this.#save(index, about);
        this.#saves.shift();
      } else if (this.#race) {
        const race = this.#race;
        if (!(await this.#sampled(race)) && this.#race === race) this.#beginNextRace();
      } else if (!(this.#playing && (await this.#train()))) break;
      // A device lets messages be heard while it works; the twins would hear none.
      if (this.#backend.kind === 'cpu') await new Promise(resolve => setTimeout(resolve, 0));
    }
    const asked = this.#asked;
    this.#rest();
    // What rests may rest for long, so all of it is kept.
    for (const index of this.contenders.keys()) if (!this.#closed) await this.#takeSnapshot(index, true);
    if (this.#asked !== asked && !this.#closed) await this.#run();
  }

  /** One turn of sampling; false when it is over. What fails there ends the sampling alone. */
  async #sampled(race: SampleRace): Promise<boolean> {
    try {
      return await race.sampleTurn();
    } catch (error) {
      race.destroy();
      const { runId } = this;
      if (!this.#closed) this.#post({ type: 'failed', runId, sampleId: race.sampleId, ...explain(error) });
      return false;
    }
  }

  /** Copies a contender's weights from the device, and tells the page. `now`: however new the last copy is. */
  async #takeSnapshot(index: number, now = false): Promise<void> {
    const contender = this.contenders[index];
    if (!contender || !(await contender.takeSnapshot(now)) || this.#closed) return;
    this.#post({ type: 'snapshot', runId: this.runId, contender: index, snapshot: contender.snapshot });
  }

  #beginNextRace(): void {
    this.#race = this.#nextRace;
    this.#nextRace = undefined;
  }

  /** One turn of one contender; false when none is left. */
  async #train(): Promise<boolean> {
    const index = nextTurn(this.contenders, this.config.training.turns);
    const contender = index === undefined ? undefined : this.contenders[index];
    if (index === undefined || !contender) return false;
    if (contender.begin()) this.#status(index, 'training');
    this.#stop = { aborted: false };
    const points = await contender.trainTurn(this.#stop);
    if (this.#closed) return false;
    if (!points) return true;
    await this.#backend.settled();
    if (this.#closed) return false;
    await this.#takeSnapshot(index);
    this.#post({ type: 'progress', runId: this.runId, contender: index, points });
    if (contender.status === 'diverged') {
      const message = `${this.config.contenders[index]?.name} diverged at step ${contender.steps}: its loss or its gradient is no longer a number. Reset with a lower learning rate.`;
      this.#status(index, 'diverged');
      this.#post({ type: 'failed', runId: this.runId, contender: index, failure: 'diverged', message });
    } else if (contender.status === 'finished') this.#status(index, 'finished');
    return true;
  }

  async #look(inspectId: number, request: InspectRequest): Promise<void> {
    const { runId } = this;
    try {
      const inspection = await this.#inspectorOf(request.contender).inspect(request);
      if (!this.#closed) this.#post({ type: 'inspected', runId, inspectId, inspection });
    } catch (error) {
      const { failure, message } = explain(error);
      if (this.#closed) return;
      this.#post({
        type: 'failed',
        runId,
        inspectId,
        failure: failure === 'bad_text' ? 'bad_prompt' : failure,
        message,
      });
    }
  }

  async #save(index: number, about: Readonly<Record<string, string>>): Promise<void> {
    const contender = this.contenders[index];
    if (!contender) return;
    const { config, runId, task } = this;
    const facts = { ...contenderFacts(config, index, contender.steps, task.vocabulary), ...about };
    const values = await contender.trainer.parameters.read();
    if (this.#closed) return;
    try {
      this.#post({ type: 'saved', runId, contender: index, bytes: writeCheckpoint(contender.model, values, facts) });
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      this.#refuse(
        `The weights of ${this.#nameOf(index)} are not saved: ${error.message}. Reset with a lower learning rate.`,
      );
    }
  }

  #refuse(message: string): void {
    this.#post({ type: 'failed', runId: this.runId, failure: 'refused', message });
  }

  #nameOf(index: number): string {
    return this.config.contenders[index]?.name ?? '';
  }

  #inspectorOf(index: number): Inspector {
    const contender = this.contenders[index];
    if (!contender) {
      const last = this.contenders.length - 1;
      throw new TaskError(`There is no contender ${index}; choose one from 0 to ${last}.`);
    }
    const { status, model, trainer } = contender;
    if (status === 'diverged' || status === 'failed') {
      throw new TaskError(whySkipped(this.config.contenders[index]?.name ?? '', status));
    }
    const inspector =
      this.#inspectors.get(contender) ?? new Inspector(this.#backend, this.task, model, trainer.parameters);
    this.#inspectors.set(contender, inspector);
    return inspector;
  }

  #rest(): void {
    if (this.#closed) return;
    this.contenders.forEach((contender, index) => {
      if (contender.status !== 'training') return;
      contender.status = 'paused';
      this.#status(index, 'paused');
    });
    this.#playing = false;
    this.#post({ type: 'playing', runId: this.runId, playing: false });
  }

  #status(contender: number, status: Contender['status']): void {
    this.#post({ type: 'status', runId: this.runId, contender, status });
  }

  #fail(error: unknown): void {
    this.#race?.destroy();
    this.#race = undefined;
    this.#nextRace = undefined;
    this.#cutShort = this.#playing;
    this.#playing = false;
    if (this.#closed) return;
    this.#post({ type: 'failed', runId: this.runId, ...explain(error) });
    this.#post({ type: 'playing', runId: this.runId, playing: false });
  }
}
