import { create } from 'zustand';
import { wantsNoMotion } from '../media';

/** Where a replay is. */
export interface Replay {
  /** What is replayed. */
  readonly of: string;
  /** In milliseconds of what was measured; null: the whole is shown. */
  readonly time: number | null;
  readonly running: boolean;
  /** How many times as fast as it was measured; null: the usual pace of its length. */
  readonly pace: number | null;
}

interface Manner {
  /** The pace, unless the visitor has chosen one, for so many milliseconds. */
  readonly usualPace: (length: number) => number;
  /** Milliseconds from one picture to the next; 0: as the screen. */
  readonly picture: number;
}

/** With reduced motion a replay moves in steps. */
const STILL_STEP = 250;

/** Runs one replay at a time over what was measured, holds it, and moves it. */
export class ReplayClock {
  readonly store = create<Replay>(() => ({ of: '', time: null, running: false, pace: null }));
  readonly #manner: Manner;
  /** Of the run under way: one that was held at once and run again leaves no second one behind. */
  #turn = 0;

  constructor(manner: Manner) {
    this.#manner = manner;
  }

  /** Runs the replay of this from where it is, to its end after `length` milliseconds. There it shows the whole. */
  run(of: string, length: number): void {
    const before = this.store.getState();
    const time = before.of === of && before.time !== null && before.time < length ? before.time : 0;
    this.store.setState({ of, time, running: true });
    const turn = ++this.#turn;
    let last = performance.now();
    const step = () => {
      const { of: now, time: at, running, pace } = this.store.getState();
      if (turn !== this.#turn || !running || now !== of || at === null) return;
      const moved = at + (performance.now() - last) * (pace ?? this.#manner.usualPace(length));
      last = performance.now();
      if (moved >= length) this.store.setState({ time: null, running: false });
      else {
        this.store.setState({ time: moved });
        this.#soon(step);
      }
    };
    this.#soon(step);
  }

  pause(): void {
    this.store.setState({ running: false });
  }

  /** Shows this as it was after so many milliseconds. */
  seek(of: string, time: number): void {
    this.store.setState(({ running, of: now }) => ({ of, time, running: running && now === of }));
  }

  #soon(next: () => void): void {
    const { picture } = this.#manner;
    if (wantsNoMotion()) setTimeout(next, STILL_STEP);
    else if (picture > 0) setTimeout(next, picture);
    else requestAnimationFrame(next);
  }
}
