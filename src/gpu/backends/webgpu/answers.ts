type AnsweringQueue = Pick<GPUQueue, 'submit' | 'onSubmittedWorkDone'>;

/** An idle queue that answers later than this waits for a timer of its browser. */
const IDLE_MILLISECONDS = 20;

/** Between two submits of nothing. Each costs a few hundredths of a millisecond, so none goes to a browser that does without. */
const NUDGE_MILLISECONDS = 1;

/**
 * Waits for the answers of a queue: `mapAsync` and `onSubmittedWorkDone`. Firefox looks for finished work every 100 ms, and at every
 * submit (bugzilla 1870699), so there the queue is submitted nothing, again and again, while an answer is pending. Errors of a scope
 * and pipelines come at once in every browser.
 */
export class Answers {
  readonly #queue: AnsweringQueue;
  #late = false;
  #pending = 0;
  #nudging: ReturnType<typeof setInterval> | undefined;

  constructor(queue: AnsweringQueue) {
    this.#queue = queue;
  }

  /** Finds out whether this browser answers late. The queue must be idle. */
  async learn(): Promise<void> {
    // The first answer may come with a tick that happens to be near; the next tick is far then.
    for (let round = 0; round < 2 && !this.#late; round++) {
      const answer = this.#queue.onSubmittedWorkDone();
      const waited = setTimeout(() => {
        this.#late = true;
        this.#nudge();
      }, IDLE_MILLISECONDS);
      try {
        await this.to(answer);
      } finally {
        clearTimeout(waited);
        this.#rest();
      }
    }
  }

  /** The answer, as soon as it is there. */
  async to<T>(answer: Promise<T>): Promise<T> {
    this.#pending++;
    if (this.#late) this.#nudge();
    try {
      return await answer;
    } finally {
      this.#pending--;
      this.#rest();
    }
  }

  #nudge(): void {
    this.#queue.submit([]);
    this.#nudging ??= setInterval(() => this.#queue.submit([]), NUDGE_MILLISECONDS);
  }

  #rest(): void {
    if (this.#pending > 0) return;
    clearInterval(this.#nudging);
    this.#nudging = undefined;
  }
}
