/**
 * Each ends a command early, and the command writes its results so far. A second one, later than REPEAT_MILLISECONDS, ends the
 * process at once.
 */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
/** npm passes on a Ctrl-C that the terminal sends as well, so one keypress can arrive twice. */
const REPEAT_MILLISECONDS = 1000;

type Signal = keyof typeof SIGNALS;

/** A command that a signal ended. Its exit code is the shell's: 128 plus the number of the signal. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly signal: Signal;

  constructor(signal: Signal, message = 'interrupted') {
    super(message);
    this.signal = signal;
  }

  get exitCode(): number {
    return SIGNALS[this.signal];
  }

  /** The same with words for the user. */
  saying(message: string): Interruption {
    return new Interruption(this.signal, message);
  }
}

/** A command's view of the signals while it works. */
export interface Interruptible {
  readonly signal: AbortSignal;
  /** Why it must end; undefined: it need not. */
  readonly interruption: Interruption | undefined;
  /** The result of `work`, or undefined as soon as the command must end; `work` then continues by itself. */
  unless<T>(work: Promise<T>): Promise<T | undefined>;
  /** Lets signals arrive: work on the CPU alone never leaves its turn of the event loop. */
  breathe(): Promise<void>;
}

/** Runs `work` and reports SIGHUP (the terminal closed), SIGINT, and SIGTERM to it. */
export async function interruptible<T>(work: (interruptible: Interruptible) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let interruption: Interruption | undefined;
  const onInterrupt = (signal: Signal): void => {
    if (interruption) return;
    interruption = new Interruption(signal);
    stop.abort(interruption);
    setTimeout(release, REPEAT_MILLISECONDS).unref();
  };
  const listeners = (['SIGHUP', 'SIGINT', 'SIGTERM'] as const).map(name => [name, () => onInterrupt(name)] as const);
  const release = (): void => {
    for (const [name, listener] of listeners) process.off(name, listener);
  };
  for (const [name, listener] of listeners) process.on(name, listener);
  const interrupted = new Promise<undefined>(resolve => {
    stop.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  try {
    return await work({
      signal: stop.signal,
      get interruption() {
        return interruption;
      },
      unless: promise => {
        // It may still fail after nobody waits for it.
        promise.catch(() => {});
        return Promise.race([promise, interrupted]);
      },
      breathe: () => new Promise(resolve => setImmediate(resolve)),
    });
  } finally {
    release();
  }
}
