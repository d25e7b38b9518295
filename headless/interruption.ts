/** Each ends a command early, which writes what there is; a second one, later than REPEAT_MILLISECONDS, ends the process at once. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
/** npm passes on a Ctrl-C that the terminal has sent as well, so one keypress can come twice. */
const REPEAT_MILLISECONDS = 1000;

type Signal = keyof typeof SIGNALS;

/** A command that was asked to end. Its exit code is the shell's: 128 and the number of the signal. */
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

/** What a command asks of the signals while it works. */
export interface Interruptible {
  readonly signal: AbortSignal;
  /** Why it is to end; undefined while it is not. */
  readonly interruption: Interruption | undefined;
  /** What `work` resolves to, or undefined as soon as the command is to end; `work` then goes on by itself. */
  unless<T>(work: Promise<T>): Promise<T | undefined>;
  /** Lets signals be heard: work on the CPU alone never leaves the event loop's turn. */
  breathe(): Promise<void>;
}

/** Runs `work`, with SIGHUP (its terminal is closed), SIGINT, and SIGTERM told to it. */
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
        // It may still fail when nobody waits for it any more.
        promise.catch(() => {});
        return Promise.race([promise, interrupted]);
      },
      breathe: () => new Promise(resolve => setImmediate(resolve)),
    });
  } finally {
    release();
  }
}
