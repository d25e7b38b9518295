import type { AdapterFacts } from './kernel';

/** How fast an adapter works, in multiply-adds (see Kernel.work) a millisecond. */
export interface Rate {
  /** Of all its processors together. */
  readonly all: number;
  /** Of the one that runs a workgroup. */
  readonly one: number;
  /** Milliseconds of a step of time that waits for the step before it, whatever it computes. */
  readonly step: number;
}

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
const MOST_SLOWNESS = 64;

/** Of the latest measurement that says a kernel is faster; one that says it is slower counts whole. */
const WEIGHT = 0.3;

/** A submit of several kernels that took longer than this times its estimate does not say which of them did. */
const MOST_BLAME = 2;

export function startingRate({ software }: AdapterFacts): Rate {
  return software ? SOFTWARE_RATE : HARDWARE_RATE;
}

/** What is known of an adapter's speed, and how much it has to do. Only how work is cut follows from it, never a result. */
export class Throughput {
  #start: Rate;
  /** Measured milliseconds by estimated ones, of each kernel by name; 1 until something is known. */
  readonly #slowness = new Map<string, number>();
  #inFlight = 0;
  /** Of `#inFlight`, what is too little to ask after by itself. */
  #untracked = 0;
  #tracked = 0;
  #doneAt = 0;
  readonly #waiting = new Set<() => void>();
  /** Longest time of a submit so far that was long enough to be asked after, in measured milliseconds. */
  longest = 0;

  constructor(facts: AdapterFacts) {
    this.#start = startingRate(facts);
  }

  /** Takes the word of a measurement of all processors together, in multiply-adds a millisecond. */
  calibrate(all: number): void {
    this.#start = { ...this.#start, all };
    this.#slowness.clear();
  }

  /** Of a kernel. */
  rate(kernel: string): Rate {
    const { all, one, step } = this.#start;
    const slowness = this.#slowness.get(kernel) ?? 1;
    return { all: all / slowness, one: one / slowness, step: step * slowness };
  }

  /** Resolves when there is room for a submit of so many milliseconds; undefined: there is. */
  room(milliseconds: number): Promise<void> | undefined {
    if (this.#tracked === 0 || this.#inFlight + milliseconds <= MOST_IN_FLIGHT) return undefined;
    return new Promise<void>(resolve => this.#waiting.add(resolve)).then(() => this.room(milliseconds));
  }

  /** Notes a submit of kernels, of so many estimated milliseconds; `done` resolves when it, and all before it, is done. */
  began(kernels: readonly string[], milliseconds: number, done: () => Promise<unknown>): void {
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
        this.#learn(new Set(kernels), took / milliseconds);
      }
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    };
    done().then(finish, finish);
  }

  #learn(kernels: ReadonlySet<string>, ratio: number): void {
    const slower = kernels.size > 1 ? Math.min(ratio, MOST_BLAME) : ratio;
    for (const kernel of kernels) {
      const known = this.#slowness.get(kernel) ?? 1;
      const next = known * (ratio > 1 ? slower : 1 + WEIGHT * (ratio - 1));
      this.#slowness.set(kernel, Math.min(MOST_SLOWNESS, Math.max(LEAST_SLOWNESS, next)));
    }
  }
}
