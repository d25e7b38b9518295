import type { Load, Pace, Piece, Rate, Submit } from '../../cut';
import type { AdapterFacts } from '../../kernel';

/** Slow machines of each kind: what is faster than these is found out from the first submits that take long enough. */
export const SOFTWARE_RATE: Rate = { all: 1e6, one: 5e5, step: 0.001 };
export const HARDWARE_RATE: Rate = { all: 1e7, one: 2e6, step: 0.005 };

/** Estimated milliseconds of a submit, at most: a sixteenth of a second, so that an estimate may be far out and a submit still short. */
export const SUBMIT_MILLISECONDS = 60;

/** Work that is submitted and not known to be done, at most. Long submits go one by one, so that each can be timed. */
const MOST_IN_FLIGHT = SUBMIT_MILLISECONDS;

/** A shorter submit says more about the wait for it than about the work. */
const TELLING_MILLISECONDS = 5;

/** How far measured speeds move an estimate. */
const LEAST_SLOWNESS = 1 / 8;
const MOST_SLOWNESS = 1024;

/** Of a submit's milliseconds, where a dispatch of its sizes was never timed: its estimate may be far out. */
const FIRST_SHARE = 1 / 4;

/** Of the latest measurement that says a kernel is faster; one that says it is slower counts whole. */
const WEIGHT = 0.3;

/** A submit of several kernels that took longer than this times its estimate does not say which of them did. */
const MOST_BLAME = 2;

export function startingRate({ software }: AdapterFacts): Rate {
  return software ? SOFTWARE_RATE : HARDWARE_RATE;
}

/** What is known of an adapter's speed, and how much it has to do. Only how work is cut follows from it, never a result. */
export class Throughput implements Pace {
  #start: Rate;
  readonly #most: number;
  /** Measured milliseconds by those that the rate says, by shape, and the latest of each kernel. */
  readonly #ofShape = new Map<string, number>();
  readonly #ofKernel = new Map<string, number>();
  #inFlight = 0;
  /** Of `#inFlight`, what is too little to ask after by itself. */
  #untracked = 0;
  #tracked = 0;
  #doneAt = 0;
  readonly #waiting = new Set<() => void>();
  /** Longest time of a submit so far that was long enough to be asked after, in measured milliseconds. */
  longest = 0;

  /** `most`: estimated milliseconds of a submit, at most. */
  constructor(facts: AdapterFacts, most = SUBMIT_MILLISECONDS) {
    this.#start = startingRate(facts);
    this.#most = most;
  }

  get rate(): Rate {
    return this.#start;
  }

  /** Takes the word of a measurement of all processors together, in multiply-adds a millisecond. */
  calibrate(all: number): void {
    this.#start = { ...this.#start, all };
    this.#ofShape.clear();
    this.#ofKernel.clear();
  }

  /** Sizes that were never timed are not taken to be faster than the rate says: few workgroups and many differ by as much as the cores. */
  slowness({ shape, kernel }: Load): number {
    return this.#ofShape.get(shape) ?? Math.max(1, this.#ofKernel.get(kernel) ?? 1);
  }

  most({ shape }: Load): number {
    return this.#ofShape.has(shape) ? this.#most : FIRST_SHARE * this.#most;
  }

  /** Resolves when there is room for a submit of so many milliseconds; undefined: there is. */
  room(milliseconds: number): Promise<void> | undefined {
    if (this.#tracked === 0 || this.#inFlight + milliseconds <= MOST_IN_FLIGHT) return undefined;
    return new Promise<void>(resolve => this.#waiting.add(resolve)).then(() => this.room(milliseconds));
  }

  /** Notes a submit of so many estimated milliseconds; `done` resolves when it, and all before it, is done. */
  began(loads: readonly Load[], { pieces, milliseconds }: Submit, done: () => Promise<unknown>): void {
    this.#inFlight += milliseconds;
    this.#untracked += milliseconds;
    if (this.#untracked < TELLING_MILLISECONDS) return;
    const covered = this.#untracked;
    this.#untracked = 0;
    this.#tracked++;
    const submitted = performance.now();
    const finish = (): void => {
      const now = performance.now();
      const took = now - Math.max(submitted, this.#doneAt);
      this.#doneAt = now;
      this.#inFlight -= covered;
      this.#tracked--;
      if (milliseconds >= TELLING_MILLISECONDS) {
        this.longest = Math.max(this.longest, took);
        this.#learn(loads, pieces, took / milliseconds);
      }
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    };
    done().then(finish, finish);
  }

  /** From a submit that took `ratio` times as long as its estimate. */
  #learn(loads: readonly Load[], pieces: readonly Piece[], ratio: number): void {
    const blamed = pieces.length > 1 ? Math.min(ratio, MOST_BLAME) : ratio;
    for (const { index, slowness } of pieces) {
      const load = loads[index];
      if (!load) continue;
      const known = this.#ofShape.get(load.shape) ?? slowness;
      // By what the estimate assumed: what was submitted before something was learned does not say it again.
      const measured = slowness * blamed;
      const next = measured > known ? measured : known + WEIGHT * (measured - known);
      const bounded = Math.min(MOST_SLOWNESS, Math.max(LEAST_SLOWNESS, next));
      this.#ofShape.set(load.shape, bounded);
      this.#ofKernel.set(load.kernel, bounded);
    }
  }
}
