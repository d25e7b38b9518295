import { type Memory, MemoryError, type PlacedDispatch, type Room, type View } from '../../backend';
import { BYTES, type DType } from '../../dtype';
import type { Numbers } from '../../kernel';
import { SMALLER } from '../../room';
import { CpuBackend, TURN_MILLISECONDS } from '../cpu_backend';
import { Heap } from './heap';
import { Kernels } from './module';
import { bestBuild, type WasmBuild, type WasmSource } from './source';
import { type Launch, type List, MOST_LAUNCHES, Threads } from './threads';

/** Multiply-adds that a thread, and a twin's loops, do in a millisecond on a slow machine. */
const [RATE, TWIN_RATE] = [5e6, 1e5];

/** A launch that would take more milliseconds is cut between units: its pieces pack their operands anew, so cuts are few. */
const LONGEST_LAUNCH = 4 * TURN_MILLISECONDS;

export interface WasmOptions {
  /** Threads, at most as many as the source has; absent: all of them. */
  readonly threads?: number | undefined;
  /** Absent: the best one. */
  readonly build?: WasmBuild;
  /** Multiply-adds from which threads share a launch. Absent: as many as make meeting worth it. */
  readonly leastTogether?: number;
  /** Estimated milliseconds of the longest launch that is not cut. Absent: a few turns. */
  readonly longestLaunch?: number;
  /** Called before work that blocks this thread for about so many seconds. */
  readonly announce?: ((seconds: number) => void) | undefined;
}

/** Runs the kernels of src/wasm on the CPU. A kernel without a form there runs its twin's loops on the same memory. */
export class WasmBackend extends CpuBackend<List> {
  readonly kind = 'wasm';
  readonly room: Room;
  readonly build: WasmBuild;
  readonly #heap: Heap;
  readonly #kernels: Kernels;
  readonly #threads: Threads;
  readonly #longestLaunch: number;
  readonly #addresses = new Map<Memory, number>();

  private constructor(
    heap: Heap,
    kernels: Kernels,
    threads: Threads,
    { build, longestLaunch, announce }: Required<Pick<WasmOptions, 'build' | 'longestLaunch' | 'announce'>>,
  ) {
    super(announce);
    // A quarter is left for lists, scratch, and gaps.
    this.room = { each: heap.most / 2, all: (heap.most * 3) / 4 };
    this.#heap = heap;
    this.#kernels = kernels;
    this.#threads = threads;
    this.build = build;
    this.#longestLaunch = longestLaunch;
  }

  /** Throws if the engine cannot compile src/wasm, or has no memory for it. */
  static async open(
    source: WasmSource,
    {
      threads = source.most,
      build = bestBuild(),
      leastTogether,
      longestLaunch = LONGEST_LAUNCH,
      announce,
    }: WasmOptions = {},
  ) {
    const module = await WebAssembly.compile(await source.load(build));
    const heap = new Heap();
    const kernels = new Kernels(module, heap.memory, source.parameters);
    const count = Math.min(threads, source.most);
    return new WasmBackend(heap, kernels, new Threads(heap, module, kernels, count, source.spawn, leastTogether), {
      build,
      longestLaunch,
      announce,
    });
  }

  get threads(): number {
    return this.#threads.count;
  }

  /** Bytes that the memory has grown to. */
  get heapBytes(): number {
    return this.#heap.memory.buffer.byteLength;
  }

  async allocate(label: string, dtype: DType, bytes: number): Promise<Memory> {
    if (dtype === 'f16' || dtype === 'f64')
      throw new MemoryError(`'${label}' is ${dtype}, which src/wasm does not have. Use f32.`);
    const at = this.#heap.take(bytes);
    if (at === undefined) throw noRoom(`for '${label}'`, bytes);
    const memory: Memory = { label, dtype, bytes };
    this.#addresses.set(memory, at);
    this.counters.buffers++;
    this.counters.bytes += bytes;
    return memory;
  }

  free(memory: Memory): void {
    const at = this.#addresses.get(memory);
    if (at === undefined) return;
    this.#heap.give(at, memory.bytes);
    this.#addresses.delete(memory);
    this.counters.bytes -= memory.bytes;
  }

  override destroy(): void {
    super.destroy();
    this.#threads.stop();
    this.#addresses.clear();
  }

  protected part(view: View): Numbers {
    const { dtype } = view.memory;
    const elements = view.bytes / BYTES[dtype];
    const at = this.#addressOf(view);
    return dtype === 'i32'
      ? new Int32Array(this.#heap.memory.buffer, at, elements)
      : new Float32Array(this.#heap.memory.buffer, at, elements);
  }

  /** Lists of about a turn each, so that the first thread hears its messages between two. */
  protected arrange(dispatches: readonly PlacedDispatch[]): List[] {
    const turns: { launches: Launch[]; milliseconds: number }[] = [];
    for (const placed of dispatches) {
      const launches = this.#launches(placed);
      const milliseconds = this.estimate([placed.dispatch]) / launches.length;
      for (const launch of launches) {
        let turn = turns.at(-1);
        if (!turn || turn.milliseconds + milliseconds > TURN_MILLISECONDS || turn.launches.length === MOST_LAUNCHES) {
          turn = { launches: [], milliseconds: 0 };
          turns.push(turn);
        }
        turn.launches.push(launch);
        turn.milliseconds += milliseconds;
      }
    }
    const lists: List[] = [];
    for (const { launches, milliseconds } of turns) {
      const list = this.#threads.list(launches, milliseconds);
      if (!list) {
        for (const earlier of lists) this.#threads.forget(earlier);
        throw noRoom('for a list of launches', launches.length);
      }
      lists.push(list);
    }
    return lists;
  }

  protected perform(list: List): void {
    this.#threads.run(list);
  }

  protected forget(list: List): void {
    this.#threads.forget(list);
  }

  protected rateOf(kernel: string): number {
    return this.#kernels.has(kernel) ? RATE * this.#threads.count : TWIN_RATE;
  }

  /** A long one in parts, between units, which changes no number. */
  #launches(placed: PlacedDispatch): Launch[] {
    const { kernel } = placed.dispatch;
    if (!this.#kernels.has(kernel.name)) return [{ name: kernel.name, alone: this.bindTwin(placed) }];
    const call = this.#kernels.bind(placed, view => this.#addressOf(view));
    if (!this.#threads.widen(call.scratch)) throw noRoom(`for ${kernel.name} to work in`, call.scratch);
    const { units } = call;
    // A part has a unit for each thread.
    const most = Math.max(1, Math.floor(units / this.#threads.count));
    const parts = Math.min(most, Math.max(1, Math.ceil(this.estimate([placed.dispatch]) / this.#longestLaunch)));
    const work = this.workOf(placed.dispatch) / parts;
    return Array.from({ length: parts }, (_, i) => ({
      call,
      from: Math.floor((i * units) / parts),
      to: Math.floor(((i + 1) * units) / parts),
      work,
    }));
  }

  #addressOf({ memory, offset }: View): number {
    const at = this.#addresses.get(memory);
    if (at === undefined) throw new MemoryError(`'${memory.label}' was freed`);
    return at + offset;
  }
}

function noRoom(what: string, bytes: number): MemoryError {
  return new MemoryError(`this machine has no room ${what} (${bytes.toLocaleString('en')} bytes). ${SMALLER}`);
}
