/** A lost device is replaced without asking at most so often in so much time: repeated losses have a cause. */
const MOST = 3;
const WITHIN_MILLISECONDS = 120_000;

/** Counts recent replacements of devices. */
export class Recoveries {
  #times: readonly number[] = [];

  /** Whether one more may be tried at this time, in milliseconds. Counts it if so. */
  take(now: number): boolean {
    this.#times = this.#times.filter(time => now - time < WITHIN_MILLISECONDS);
    if (this.#times.length >= MOST) return false;
    this.#times = [...this.#times, now];
    return true;
  }
}
