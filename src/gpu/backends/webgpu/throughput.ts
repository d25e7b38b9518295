import type { Load, Pace, Piece, Rate, Submit } from '../../cut';

/** Rates of slow machines of each kind. If the machine is faster, the first submits that take long enough show it. */
export const SOFTWARE_RATE: Rate = { all: 1e6, one: 5e5, step: 0.001 };
export const HARDWARE_RATE: Rate = { all: 1e7, one: 2e6, step: 0.005 };

/** The most estimated milliseconds of a submit: about a sixteenth of a second, so that it is still short if the estimate is far off. */
export const SUBMIT_MILLISECONDS = 60;

/** The most estimated milliseconds that are submitted and not known to be done. Long submits go one by one, so that each can be timed. */
const MOST_IN_FLIGHT = SUBMIT_MILLISECONDS;

/** A submit shorter than this says more about the wait for it than about the work. */
const TELLING_MILLISECONDS = 5;

/** Bounds of slowness: how far measured times move an estimate. */
const LEAST_SLOWNESS = 1 / 8;
const MOST_SLOWNESS = 1024;

/** The share of a submit's milliseconds for a dispatch whose sizes were never timed: its estimate may be far off. */
const FIRST_SHARE = 1 / 4;

/** The weight of the latest measurement if it says that a kernel is faster. One that says it is slower replaces what was known. */
const WEIGHT = 0.3;

/** A submit of several kernels does not say which of them was slow. So it makes none slower by more than this factor. */
const MOST_BLAME = 2;

export function startingRate(software: boolean): Rate {
  return software ? SOFTWARE_RATE : HARDWARE_RATE;
}

/** What is known of an adapter's speed, and how much it has to do. It decides how work is cut, which changes no result. */
export class Throughput implements Pace {
  #start: Rate;
  readonly #most: number;
  /** Measured milliseconds over those that the rate predicts: of each shape, and the latest of each kernel. */
  readonly #ofShape = new Map<string, number>();
  readonly #ofKernel = new Map<string, number>();
  #inFlight = 0;
  /** The part of `#inFlight` that is too little to be timed by itself. */
  #untracked = 0;
  #tracked = 0;
  #doneAt = 0;
  readonly #waiting = new Set<() => void>();
  /** The longest submit so far, in measured milliseconds, of those that were long enough to be timed. */
  longest = 0;

  /** `software`: the device computes on the CPU. `most`: the most estimated milliseconds of a submit. */
  constructor(software: boolean, most = SUBMIT_MILLISECONDS) {
    this.#start = startingRate(software);
    this.#most = most;
  }

  get rate(): Rate {
    return this.#start;
  }

  /** Sets the rate of all processors together, as measured, in multiply-adds a millisecond. Forgets what was learned before. */
  calibrate(all: number): void {
    this.#start = { ...this.#start, all };
    this.#ofShape.clear();
    this.#ofKernel.clear();
  }

  /** At least 1 for sizes that were never timed: a kernel that is fast with many workgroups may use one core with few. */
  slowness({ shape, kernel }: Load): number {
    return this.#ofShape.get(shape) ?? Math.max(1, this.#ofKernel.get(kernel) ?? 1);
  }

  most({ shape }: Load): number {
    return this.#ofShape.has(shape) ? this.#most : FIRST_SHARE * this.#most;
  }

  /** Resolves when there is room for a submit of so many milliseconds; undefined if there is room now. */
  room(milliseconds: number): Promise<void> | undefined {
    if (this.#tracked === 0 || this.#inFlight + milliseconds <= MOST_IN_FLIGHT) return undefined;
    return new Promise<void>(resolve => this.#waiting.add(resolve)).then(() => this.room(milliseconds));
  }

  /** Notes a submit. `done` resolves when it and all before it are done. */
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

  /** Learns from a submit that took `ratio` times as long as its estimate. */
  #learn(loads: readonly Load[], pieces: readonly Piece[], ratio: number): void {
    const blamed = pieces.length > 1 ? Math.min(ratio, MOST_BLAME) : ratio;
    for (const { index, slowness } of pieces) {
      const load = loads[index];
      if (!load) continue;
      const known = this.#ofShape.get(load.shape) ?? slowness;
      // Relative to the slowness that its estimate assumed, since more may have been learned after it was submitted.
      const measured = slowness * blamed;
      const next = measured > known ? measured : known + WEIGHT * (measured - known);
      const bounded = Math.min(MOST_SLOWNESS, Math.max(LEAST_SLOWNESS, next));
      this.#ofShape.set(load.shape, bounded);
      this.#ofKernel.set(load.kernel, bounded);
    }
  }
}
