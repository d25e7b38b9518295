import { MemoryError } from '../../backend';
import type { CpuWork } from '../cpu_backend';
import type { Heap } from './heap';
import type { Call, Kernels } from './module';
import type { Thread, ThreadStart } from './source';
import { CONTROL_WORDS, lead } from './work.mjs';

/** A launch of a list: units `from` to `to` of a call of a kernel, or what the first thread does alone. */
export type Launch =
  | { readonly call: Call; readonly from: number; readonly to: number; readonly work: number }
  | { readonly name: string; readonly alone: () => void };

/** Launches that are written into the shared memory. */
export interface List extends CpuWork {
  readonly at: number;
  readonly bytes: number;
  /** The kernel of each launch. */
  readonly names: readonly string[];
  /** Whether all threads take part. */
  readonly together: boolean;
  readonly alone: ReadonlyMap<number, () => void>;
}

/** The most launches of a list. */
export const MOST_LAUNCHES = 1024;

/**
 * A launch of fewer multiply-adds is left to the first thread that takes it: a token of a small model takes 0.7 times as long on one thread as
 * on two that meet at each launch.
 */
const LEAST_TOGETHER = 150_000;

/** Pieces of a launch for each thread. A thread that is done early takes more of them. */
const PIECES = 4;

/** The threads of a backend, this one included. */
export class Threads {
  readonly #heap: Heap;
  readonly #functions: readonly ((...values: number[]) => unknown)[];
  readonly #names: readonly string[];
  readonly #shared;
  readonly #scratch: Int32Array;
  readonly #others: readonly Thread[];
  readonly #leastTogether: number;
  #room = { at: 0, bytes: 0 };

  constructor(
    heap: Heap,
    module: WebAssembly.Module,
    kernels: Kernels,
    count: number,
    spawn: (start: ThreadStart) => Thread,
    leastTogether = LEAST_TOGETHER,
  ) {
    this.#heap = heap;
    this.#leastTogether = leastTogether;
    this.#names = kernels.names;
    this.#functions = kernels.functions;
    const words = (elements: number): Int32Array => {
      const at = heap.take(4 * elements);
      if (at === undefined) throw new MemoryError('this machine has no room for the words by which threads meet');
      return new Int32Array(heap.memory.buffer, at, elements);
    };
    const control = words(CONTROL_WORDS);
    const [next, done] = [words(MOST_LAUNCHES), words(MOST_LAUNCHES)];
    this.#scratch = words(count);
    this.#shared = { memory: heap.memory, control, next, done };
    this.#others = Array.from({ length: count - 1 }, (_, i) =>
      spawn({ ...this.#shared, module, names: this.#names, scratch: this.#scratch, place: i + 1 }),
    );
  }

  get count(): number {
    return this.#others.length + 1;
  }

  /** Gives every thread at least so many bytes of scratch. False: there is no room for them. */
  widen(bytes: number): boolean {
    if (bytes <= this.#room.bytes) return true;
    const size = Math.ceil(bytes / 256) * 256;
    const at = this.#heap.take(size * this.count);
    if (at === undefined) return false;
    if (this.#room.bytes > 0) this.#heap.give(this.#room.at, this.#room.bytes * this.count);
    this.#room = { at, bytes: size };
    for (let i = 0; i < this.count; i++) Atomics.store(this.#scratch, i, at + i * size);
    return true;
  }

  /** Writes the words of launches, at most MOST_LAUNCHES. Undefined: there is no room for them. */
  list(launches: readonly Launch[], milliseconds: number): List | undefined {
    const alone = new Map<number, () => void>();
    let together = false;
    const words = launches.flatMap((launch, i) => {
      if ('alone' in launch) {
        alone.set(i, launch.alone);
        return [-1, 0, 1, 1, -1, 0];
      }
      const { call, from, to, work } = launch;
      const units = to - from;
      const isShared = this.count > 1 && units > 1 && work >= this.#leastTogether;
      together ||= isShared;
      const grain = isShared ? Math.ceil(units / (PIECES * this.count)) : units;
      return [
        this.#names.indexOf(call.kernel),
        from,
        units,
        Math.max(1, grain),
        call.scratchAt,
        call.values.length,
        ...call.values,
      ];
    });
    const bytes = words.length * 8;
    const at = this.#heap.take(bytes);
    if (at === undefined) return undefined;
    new Float64Array(this.#heap.memory.buffer, at, words.length).set(words);
    const names = launches.map(launch => ('alone' in launch ? launch.name : launch.call.kernel));
    return { at, bytes, names, together, alone, milliseconds };
  }

  /** Throws where a launch fails, in any thread. Later launches of the list have not run then, and the next list runs as usual. */
  run({ at, names, together, alone }: List): void {
    const scratch = Atomics.load(this.#scratch, 0);
    const run = (launch: number): void => alone.get(launch)?.();
    const failure = lead(this.#shared, this.#functions, at, names.length, scratch, run, together);
    if (failure) throw new Error(`src/wasm: '${names[failure.launch]}' failed: ${failure.words}`);
  }

  forget({ at, bytes }: List): void {
    this.#heap.give(at, bytes);
  }

  stop(): void {
    for (const thread of this.#others) thread.stop();
  }
}
