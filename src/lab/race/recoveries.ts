/** So many times a device that was lost is replaced without asking, in so much time: one that is lost again and again has a cause. */
const MOST = 3;
const WITHIN_MILLISECONDS = 120_000;

/** Counts the devices that were replaced lately. */
export class Recoveries {
  #times: readonly number[] = [];

  /** Whether one more may be tried at this time, in milliseconds; counts it if so. */
  take(now: number): boolean {
    this.#times = this.#times.filter(time => now - time < WITHIN_MILLISECONDS);
    if (this.#times.length >= MOST) return false;
    this.#times = [...this.#times, now];
    return true;
  }
}
