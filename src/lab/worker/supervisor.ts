import type { RunConfig } from '../config/config';
import { type Member, membersOf } from '../config/members';
import { renamed } from '../config/names';
import { delay } from '../delay';
import { Recoveries } from '../race/recoveries';
import { refusalOf } from '../race/refusal';
import type { ContenderSnapshot, SessionSnapshot } from '../race/snapshot';
import { keptWords } from '../race/standing';
import { OpenRequests } from './open_requests';
import type { Event } from './protocol';
import { type Command, readCommand } from './read_command';

/** A running worker, or its stand-in in a test. */
export interface Port {
  send(command: Command): void;
  /** Ends it, whatever it is doing. */
  end(): void;
}

/** Starts a worker. The callbacks receive its events and its end. */
export type Spawn = (hear: (event: Event) => void, died: (message: string) => void) => Port;

/** A worker that is silent for so many seconds has stopped, unless it announced long work. */
export const MISSED_TICKS = 5;
/** A worker that opens no device within so many seconds, even over a slow line, has not started. */
export const OPENING_SECONDS = 60;
/** Pause, Reset, and Cancel are answered within so many milliseconds, or the worker is replaced. */
export const ANSWER_MILLISECONDS = 1000;

type LoadCommand = Extract<Command, { type: 'load' }>;
type ExperimentEvent = Extract<Event, { type: 'experiment' }>;

/**
 * Keeps a worker running for the page. It holds the race's snapshots. It replaces a worker that dies, is silent, or does not
 * answer in time, and continues the race there. One event, `replaced`, tells the page; what the old worker was asked for and
 * has not answered fails with a message, or is asked of the new one.
 */
export class Supervisor {
  readonly #spawn: Spawn;
  readonly #post: (event: Event) => void;
  readonly #recoveries = new Recoveries();
  #port: Port;
  /** Counts workers: events of earlier ones are dropped. */
  #generation = 0;
  #open: Command | undefined;
  #race: LoadCommand | undefined;
  /** The latest renaming of its contenders. */
  #names: Extract<Command, { type: 'rename' }> | undefined;
  readonly #requests = new OpenRequests();
  #snapshots: (ContenderSnapshot | undefined)[] = [];
  #playing = false;
  /** Whether the visitor wants it to train, until the worker answers. */
  #wanted: boolean | undefined;
  /** Steps done and steps to reach, by contender. */
  #steps: number[] = [];
  #goals: number[] = [];
  /** The worker has opened a device, so it answers. */
  #ready = false;
  /** Seconds since it began to open one. */
  #opening = 0;
  #missed = 0;
  /** Seconds that it may be silent, as it announced. */
  #busy = 0;
  /** The race whose loading began last. */
  #loading = -1;
  /** The latest event of the current experiment. */
  #experiment: ExperimentEvent | undefined;
  #dead = false;

  constructor(spawn: Spawn, post: (event: Event) => void) {
    this.#spawn = spawn;
    this.#post = post;
    this.#port = this.#start();
  }

  /** An invalid command is refused here; it reaches no worker, and nothing changes. */
  send(command: Command): void {
    const read = readCommand(command);
    if (!('command' in read)) {
      this.#post(refusalOf(command, read.message));
      return;
    }
    if (command.type === 'play') this.#aim(command.steps);
    if ((command.type === 'play' || command.type === 'pause') && command.runId === this.#race?.runId)
      this.#wanted = command.type === 'play';
    if (command.type === 'open') this.#open = command;
    if (command.type === 'rename' && command.runId === this.#race?.runId) this.#names = command;
    if (command.type === 'load') {
      this.#race = command;
      this.#requests.clear();
      this.#names = undefined;
      this.#snapshots = command.snapshot ? [...command.snapshot.contenders] : [];
      this.#playing = false;
      // A run that goes on, or goes further, trains as soon as it is loaded.
      this.#wanted = command.snapshot?.playing;
      this.#steps = [];
      this.#goals = [];
    }
    if (this.#dead && command.type === 'load') this.#revive();
    else if (this.#dead && command.type !== 'open') this.#renew(false);
    this.#deliver(command);
    if ('inspectId' in command || command.type === 'sample' || command.type === 'save') this.#note(command);
    if (this.#ready && command.type === 'load') void this.#expect(() => this.#loading >= command.runId);
    if (this.#ready && command.type === 'pause' && this.#playing) void this.#expect(() => !this.#playing, 'pausing');
    if (this.#ready && command.type === 'cancel_experiment' && this.#experiment) void this.#expectCancelled();
  }

  /** Replaces the worker because the visitor wants another one. The race and what was asked of the old one go on there. */
  restart(): void {
    const { movable, begun } = this.#requests;
    this.#renew(this.#trains);
    this.#post({ type: 'replaced', message: 'The trainer was changed.', wanted: true });
    for (const event of begun) this.#post(event);
    for (const command of movable) {
      this.#deliver(command);
      this.#note(command);
    }
  }

  #note(command: Parameters<OpenRequests['add']>[0]): void {
    if (this.#config && command.runId === this.#race?.runId) this.#requests.add(command, this.#config);
  }

  /** Whether the race trains on another worker. */
  get #trains(): boolean {
    return this.#wanted ?? this.#playing;
  }

  /** The race with its latest names. */
  get #config(): RunConfig | undefined {
    return this.#race && renamed(this.#race.config, this.#names?.names ?? []);
  }

  /** Starts a new worker, opens it, and loads the race from its last snapshot. `playing`: whether it trains on. */
  #renew(playing: boolean): void {
    this.#requests.clear();
    this.#revive();
    if (this.#race) this.#deliver({ ...this.#race, snapshot: this.#snapshotOf(playing) });
    if (this.#names) this.#deliver(this.#names);
  }

  /** The snapshot that the race continues from when its device or worker is gone; undefined: no race was loaded. */
  get snapshot(): SessionSnapshot | undefined {
    return this.#race && this.#snapshotOf(this.#playing);
  }

  /** Sets the goals: every contender trains to the end, or `steps` more. */
  #aim(steps: number | undefined): void {
    const { training } = this.#race?.config ?? { training: { steps: 0 } };
    this.#goals = this.#members.map((_, index) =>
      steps === undefined ? training.steps : Math.min(training.steps, (this.#steps[index] ?? 0) + steps),
    );
  }

  #revive(): void {
    this.#port.end();
    this.#port = this.#start();
    if (this.#open) this.#deliver(this.#open);
  }

  /** Call it once a second while the page is visible. */
  tick(): void {
    if (this.#dead) return;
    if (!this.#ready) {
      this.#opening++;
      if (this.#opening > OPENING_SECONDS) this.#replace('The trainer did not start');
      return;
    }
    this.#missed++;
    if (this.#missed > MISSED_TICKS + this.#busy) this.#replace('The trainer fell silent');
  }

  /** The page was hidden, so earlier silence does not count. */
  forgive(): void {
    this.#missed = 0;
    this.#opening = Math.min(0, this.#opening);
  }

  get #members(): readonly Member[] {
    return this.#race ? membersOf(this.#race.config) : [];
  }

  /** What the race goes on from. */
  #snapshotOf(playing: boolean): SessionSnapshot {
    const none = (): ContenderSnapshot => ({
      status: 'ready',
      goal: this.#race?.config.training.steps ?? 0,
      seconds: 0,
    });
    return {
      playing,
      contenders: this.#members.map((_, index) => {
        const snapshot = this.#snapshots[index] ?? none();
        return { ...snapshot, goal: this.#goals[index] ?? snapshot.goal };
      }),
    };
  }

  #start(): Port {
    const generation = ++this.#generation;
    this.#ready = false;
    this.#dead = false;
    this.#missed = 0;
    this.#opening = 0;
    this.#busy = 0;
    this.#experiment = undefined;
    return this.#spawn(
      event => {
        if (generation === this.#generation) this.#hear(event);
      },
      message => {
        if (generation === this.#generation) this.#replace(`The trainer stopped (${message.replace(/\.$/, '')})`);
      },
    );
  }

  #hear(event: Event): void {
    this.#missed = 0;
    if (event.type === 'ready') this.#ready = true;
    // It has reported why it has no device; the next command asks for one again.
    if (event.type === 'failed') this.#opening = Number.NEGATIVE_INFINITY;
    // Long work is announced right before it begins, so any other word comes after it.
    this.#busy = event.type === 'tick' ? event.busy : 0;
    if (event.type === 'loading') this.#loading = event.runId;
    if (event.type === 'experiment') this.#experiment = event.status === 'running' ? event : undefined;
    const current = 'runId' in event && event.runId === this.#race?.runId;
    if (current && (event.type === 'playing' || event.type === 'resumed')) {
      this.#playing = event.playing;
      this.#wanted = undefined;
    }
    if (current && event.type === 'resumed') this.#steps = [...event.steps];
    if (current && isOfRace(event)) this.#wanted = undefined;
    if (current && event.type === 'progress') this.#steps[event.contender] = event.points.step.at(-1) ?? 0;
    if (current && event.type === 'snapshot') this.#snapshots[event.contender] = event.snapshot;
    if (current) this.#requests.hear(event);
    this.#post(event);
  }

  /** The sound is transferred to the worker, so it gets a copy. */
  #deliver(command: Command): void {
    this.#port.send(command.type === 'load' ? { ...command, ownSound: command.ownSound?.slice() } : command);
  }

  async #expectCancelled(): Promise<void> {
    const cancelled = this.#experiment;
    await this.#expect(() => this.#experiment?.experimentId !== cancelled?.experimentId, 'cancelling');
  }

  async #expect(answered: () => boolean, asked?: 'pausing' | 'cancelling'): Promise<void> {
    const generation = this.#generation;
    await delay(ANSWER_MILLISECONDS);
    if (generation !== this.#generation || answered()) return;
    if (asked === 'pausing') this.#post({ type: 'playing', runId: this.#race?.runId ?? 0, playing: false });
    // Its rows were passed on as they came.
    if (asked === 'cancelling' && this.#experiment) {
      const nothingNew = { rows: [], cells: [], secondsLeft: null };
      this.#post({ ...this.#experiment, ...nothingNew, status: 'cancelled', message: 'cancelled' });
    }
    this.#playing = false;
    this.#takeOver('The trainer did not answer within a second, so the page restarted it.');
  }

  /** Another worker takes the place of one that is gone, and the page is told. */
  #takeOver(message: string): void {
    const failures = this.#config ? this.#requests.failures(this.#config) : [];
    this.#renew(this.#trains);
    this.#post({ type: 'replaced', message });
    for (const event of failures) this.#post(event);
  }

  #replace(words: string): void {
    if (!this.#recoveries.take(performance.now())) {
      this.#port.end();
      this.#generation++;
      this.#ready = false;
      this.#dead = true;
      this.#post({ type: 'failed', failure: 'worker_crash', message: `${words} several times in two minutes.` });
      return;
    }
    const begun = this.#steps.some(step => step > 0);
    const where = this.#race ? keptWords(this.#race.config, this.#snapshots, this.#trains, begun) : '';
    this.#takeOver(`${words} and has been restarted.${where}`);
  }
}

/** Whether the whole race failed, or a command about it was refused. */
function isOfRace(event: Event): boolean {
  return (
    event.type === 'failed' &&
    event.contender === undefined &&
    event.sampleId === undefined &&
    event.inspectId === undefined
  );
}
