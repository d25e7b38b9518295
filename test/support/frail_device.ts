import type { Backend } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { NoDeviceError } from '../../src/gpu/backends/webgpu/device';
import type { OpenBackend } from '../../src/lab/worker/open_backend';
import type { DeviceOpener } from '../../src/lab/worker/worker_host';

/** Devices that a test can lose. They compute with the twins. Once a device is lost its answers reject, as WebGPU's do. */
export class FrailDevices {
  readonly #losers: (() => void)[] = [];
  readonly #silencers: (() => void)[] = [];
  readonly #stallers: ((stall: Promise<void> | undefined) => void)[] = [];
  #withheld = false;
  #newest: Backend | undefined;
  /** Opens another device, reported as WebGPU. */
  readonly open: DeviceOpener = async (): Promise<OpenBackend> => {
    if (this.#withheld) throw new NoDeviceError('no_adapter', 'it offers no adapter');
    const { backend, lose, silence, stall } = frail();
    this.#newest = backend;
    this.#silencers.push(silence);
    this.#stallers.push(stall);
    let tell: (message: string) => void = () => {};
    const lost = new Promise<string>(resolve => {
      tell = resolve;
    });
    this.#losers.push(() => {
      lose();
      tell('it was pulled out');
    });
    const facts = { subgroups: false };
    return { backend, facts, lost, report: { adapter: 'frail', software: true, backend: 'webgpu' } };
  };

  get opened(): number {
    return this.#losers.length;
  }

  /** Bytes that the newest device holds. */
  get bytes(): number {
    return this.#newest?.counters.bytes ?? 0;
  }

  /** Loses the newest device. */
  lose(): void {
    this.#losers.at(-1)?.();
  }

  /** No further device can be opened. */
  withhold(): void {
    this.#withheld = true;
  }

  /** From now on the newest device answers nothing. */
  silence(): void {
    this.#silencers.at(-1)?.();
  }

  /** Calls of the newest device between now and `pass` are answered only after `release`. */
  stall(): { readonly pass: () => void; readonly release: () => void } {
    let release = (): void => {};
    const stall = this.#stallers.at(-1);
    stall?.(
      new Promise<void>(resolve => {
        release = resolve;
      }),
    );
    return { pass: () => stall?.(undefined), release: () => release() };
  }
}

interface Frail {
  readonly backend: Backend;
  readonly lose: () => void;
  readonly silence: () => void;
  readonly stall: (stall: Promise<void> | undefined) => void;
}

function frail(): Frail {
  let gone = false;
  let silent = false;
  let stalled: Promise<void> | undefined;
  const backend = new TwinBackend();
  const alive = async <T>(answer: Promise<T>): Promise<T> => {
    const stall = stalled;
    const value = await answer;
    await stall;
    if (silent) await new Promise(() => {});
    if (gone) throw new Error('A valid external Instance reference no longer exists.');
    return value;
  };
  const proxy = new Proxy<Backend>(backend, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const answer: unknown = value.apply(target, args);
        return answer instanceof Promise ? alive(answer) : answer;
      };
    },
  });
  return {
    backend: proxy,
    lose: () => (gone = true),
    silence: () => (silent = true),
    stall: promise => {
      stalled = promise;
    },
  };
}
