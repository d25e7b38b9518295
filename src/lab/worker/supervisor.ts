import { delay } from '../delay';
import { Recoveries } from '../race/recoveries';
import { refusalOf } from '../race/refusal';
import type { ContenderSnapshot, SessionSnapshot } from '../race/snapshot';
import type { Event } from './protocol';
import type { Command } from './read_command';
import { readCommand } from './read_command';

/** A running worker, or what stands for one in a test. */
export interface Port {
  send(command: Command): void;
  /** Ends it, whatever it is doing. */
  end(): void;
}

/** Starts a worker whose events, and whose end, arrive at these two. */
export type Spawn = (hear: (event: Event) => void, died: (message: string) => void) => Port;

/** A worker this many seconds silent has stopped, unless it announced long work. */
export const MISSED_TICKS = 5;
/** A worker that has not opened a device within so many seconds, its script loaded over a slow line, has not started. */
export const OPENING_SECONDS = 60;
/** Milliseconds within which Pause, Reset, and Cancel are answered: after that the worker is replaced. */
export const ANSWER_MILLISECONDS = 1000;

type Load = Extract<Command, { type: 'load' }>;
type Experiment = Extract<Event, { type: 'experiment' }>;

/**
 * Keeps a worker going for the page. It holds what a race goes on from, so a worker that dies, falls silent, or does not answer in
 * time is replaced, and its race goes on there. It tells the page with one event, `replaced`.
 */
export class Supervisor {
  readonly #spawn: Spawn;
  readonly #post: (event: Event) => void;
  readonly #recoveries = new Recoveries();
  #port: Port;
  /** Counts workers: what an earlier one says is not passed on. */
  #generation = 0;
  #open: Command | undefined;
  #race: Load | undefined;
  /** What its contenders are called since. */
  #names: Command | undefined;
  #snapshots: (ContenderSnapshot | undefined)[] = [];
  #playing = false;
  /** Of each contender: how far it is, and how far it shall go. */
  #steps: number[] = [];
  #goals: number[] = [];
  /** It has opened a device, so it answers. */
  #ready = false;
  /** Seconds for which it has been opening one. */
  #opening = 0;
  #missed = 0;
  /** Seconds that it may be silent, as it said itself. */
  #busy = 0;
  /** The race whose loading began last. */
  #loading = -1;
  /** What the experiment under way said last. */
  #experiment: Experiment | undefined;
  /** It was given up: the next command starts another. */
  #dead = false;

  constructor(spawn: Spawn, post: (event: Event) => void) {
    this.#spawn = spawn;
    this.#post = post;
    this.#port = this.#start();
  }

  /** A command that cannot be is answered as refused; it reaches no worker, and nothing changes. */
  send(command: Command): void {
    const read = readCommand(command);
    if (!('command' in read)) {
      this.#post(refusalOf(command, read.message));
      return;
    }
    if (command.type === 'play') this.#aim(command.steps);
    if (command.type === 'open') this.#open = command;
    if (command.type === 'rename' && command.runId === this.#race?.runId) this.#names = command;
    if (command.type === 'load') {
      this.#race = command;
      this.#names = undefined;
      this.#snapshots = command.snapshot ? [...command.snapshot.contenders] : [];
      this.#playing = false;
      this.#steps = [];
      this.#goals = [];
    }
    if (this.#dead && command.type === 'load') this.#revive();
    else if (this.#dead && command.type !== 'open') this.restart(false);
    this.#deliver(command);
    if (this.#ready && command.type === 'load') void this.#expect(() => this.#loading >= command.runId);
    if (this.#ready && command.type === 'pause' && this.#playing) void this.#expect(() => !this.#playing, 'pausing');
    if (this.#ready && command.type === 'cancel_experiment' && this.#experiment) void this.#expectCancelled();
  }

  /** A fresh worker, opened, and on it the race from its last snapshot. `playing`: whether it trains on. */
  restart(playing = this.#playing): void {
    this.#revive();
    if (this.#race) this.#deliver({ ...this.#race, snapshot: this.#snapshotOf(playing) });
    if (this.#names) this.#deliver(this.#names);
  }

  /** What the race goes on from, its device or worker gone; undefined: no race was loaded. */
  get snapshot(): SessionSnapshot | undefined {
    return this.#race && this.#snapshotOf(this.#playing);
  }

  /** Every contender trains to the end, or `steps` more. */
  #aim(steps: number | undefined): void {
    const { contenders, training } = this.#race?.config ?? { contenders: [], training: { steps: 0 } };
    this.#goals = contenders.map((_, index) =>
      steps === undefined ? training.steps : Math.min(training.steps, (this.#steps[index] ?? 0) + steps),
    );
  }

  #revive(): void {
    this.#port.end();
    this.#port = this.#start();
    if (this.#open) this.#deliver(this.#open);
  }

  /** To be called once a second while the page is visible. */
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

  /** The page was hidden: silence until now says nothing. */
  forgive(): void {
    this.#missed = 0;
    this.#opening = Math.min(0, this.#opening);
  }

  /** What the race goes on from. */
  #snapshotOf(playing: boolean): SessionSnapshot {
    const { contenders } = this.#race?.config ?? { contenders: [] };
    const none = (): ContenderSnapshot => ({
      status: 'ready',
      goal: this.#race?.config.training.steps ?? 0,
      seconds: 0,
    });
    return {
      playing,
      contenders: contenders.map((_, index) => {
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
    // Why it has no device is said; it is asked for one again with the next command.
    if (event.type === 'failed') this.#opening = Number.NEGATIVE_INFINITY;
    if (event.type === 'tick') this.#busy = event.busy;
    if (event.type === 'loading') this.#loading = event.runId;
    if (event.type === 'experiment') this.#experiment = event.status === 'running' ? event : undefined;
    const current = 'runId' in event && event.runId === this.#race?.runId;
    if (current && event.type === 'playing') this.#playing = event.playing;
    if (current && event.type === 'progress') this.#steps[event.contender] = event.points.step.at(-1) ?? 0;
    if (current && event.type === 'snapshot') this.#snapshots[event.contender] = event.snapshot;
    this.#post(event);
  }

  /** The worker gives its copy of the sound away, so it gets one of its own. */
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
      this.#post({ ...this.#experiment, status: 'cancelled', message: 'cancelled', secondsLeft: null, rows: [] });
    }
    this.#playing = false;
    this.restart(false);
    this.#post({ type: 'replaced', message: 'The trainer did not answer within a second, so the page restarted it.' });
  }

  #replace(words: string): void {
    const steps = Math.min(
      ...(this.#race?.config.contenders ?? []).map((_, i) => this.#snapshots[i]?.trainer?.steps ?? 0),
    );
    if (!this.#recoveries.take(performance.now())) {
      this.#port.end();
      this.#generation++;
      this.#ready = false;
      this.#dead = true;
      this.#post({ type: 'failed', failure: 'worker_crash', message: `${words} several times in two minutes.` });
      return;
    }
    this.restart();
    const where = this.#race && steps > 0 ? ` The race goes on from step ${steps.toLocaleString('en')}.` : '';
    this.#post({ type: 'replaced', message: `${words} and has been restarted.${where}` });
  }
}
