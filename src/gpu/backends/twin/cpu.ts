import {
  type Backend,
  type Counters,
  type Memory,
  MemoryError,
  type PlacedDispatch,
  type Replay,
  type Room,
  type Stop,
  type View,
} from '../../backend';
import { loadOf } from '../../cut';
import type { Dispatch } from '../../dispatch';
import { BYTES, type DType, type HostArray } from '../../dtype';
import { accumulating, type Numbers, type Put } from '../../kernel';
import { bytesOf } from '../../tensor';
import { SUBMIT_MILLISECONDS } from '../webgpu/throughput';

/** Multiply-adds a millisecond of plain loops in float64. */
const TWIN_RATE = 1e5;

/** A twin that takes longer than this, in estimated milliseconds, is announced. */
const LONG_TWIN = 500;

interface Launch {
  readonly run: () => void;
  /** Estimated. */
  readonly milliseconds: number;
}

/** The dtype that numbers are held as: the twins compute in float64. */
const HELD = { f32: 'f64', f16: 'f64', f64: 'f64', i32: 'i32' } as const satisfies Record<DType, DType>;

/** How many times as much memory f32 takes here. */
const GROWTH = BYTES[HELD.f32] / BYTES.f32;

function valuesOf({ label, dtype, bytes }: Memory): Numbers {
  const elements = bytes / BYTES[dtype];
  try {
    return HELD[dtype] === 'i32' ? new Int32Array(elements) : new Float64Array(elements);
  } catch {
    throw new MemoryError(`this machine has no room for '${label}' (${elements.toLocaleString('en')} numbers)`);
  }
}

/** Runs the CPU twins in float64: the oracle of tests, and the backend of last resort. */
export class CpuBackend implements Backend {
  readonly kind = 'cpu';
  readonly software = true;
  readonly room: Room = { each: 2 ** 31 / GROWTH, all: 2 ** 32 / GROWTH };
  readonly counters: Counters = { buffers: 0, bindGroups: 0, pipelines: 0, submits: 0, dispatches: 0, bytes: 0 };
  readonly #values = new Map<Memory, Numbers>();
  readonly #replays = new Map<Replay, readonly Launch[]>();
  readonly #announce: (seconds: number) => void;
  /** When the thread last had time for something else. */
  #since = performance.now();

  /** `announce` is called before a twin that blocks this thread for about so many seconds. */
  constructor(announce: (seconds: number) => void = () => {}) {
    this.#announce = announce;
  }

  async allocate(label: string, dtype: DType, bytes: number): Promise<Memory> {
    const memory: Memory = { label, dtype, bytes };
    this.#values.set(memory, valuesOf(memory));
    this.counters.buffers++;
    this.counters.bytes += bytes;
    return memory;
  }

  free(memory: Memory): void {
    if (this.#values.delete(memory)) this.counters.bytes -= memory.bytes;
  }

  write(to: View, values: HostArray): void {
    this.#part(to).set(values);
  }

  async read(from: View): Promise<HostArray> {
    return this.#part(from).slice();
  }

  async prepare(
    dispatches: readonly PlacedDispatch[],
    progress?: (done: number, total: number) => void,
  ): Promise<Replay> {
    const replay: Replay = { dispatches: dispatches.length };
    this.#replays.set(
      replay,
      dispatches.map(placed => ({ run: this.#bind(placed), milliseconds: this.estimate([placed.dispatch]) })),
    );
    progress?.(1, 1);
    return replay;
  }

  async warm(): Promise<void> {}

  async speedUp(): Promise<void> {}

  release(replay: Replay): void {
    this.#replays.delete(replay);
  }

  async submit(replays: readonly Replay[], stop?: Stop, committed = 0): Promise<boolean> {
    this.counters.submits++;
    for (const [order, replay] of replays.entries()) {
      for (const { run, milliseconds } of this.#replays.get(replay) ?? []) {
        if (performance.now() - this.#since > SUBMIT_MILLISECONDS) {
          await new Promise(resolve => setTimeout(resolve, 0));
          this.#since = performance.now();
        }
        if (stop?.aborted && order < replays.length - committed) return false;
        if (milliseconds > LONG_TWIN) this.#announce(milliseconds / 1000);
        run();
      }
      this.counters.dispatches += replay.dispatches;
    }
    return true;
  }

  estimate(dispatches: readonly Dispatch[]): number {
    return dispatches.reduce((sum, { kernel, dims, buffers }) => {
      const bytes = Object.values(buffers).reduce((all, tensor) => all + bytesOf(tensor), 0);
      return sum + loadOf(kernel, dims, bytes).work / TWIN_RATE;
    }, 0);
  }

  longestPart(): number {
    // A twin is not cut: if it takes too long, its worker is replaced.
    return 0;
  }

  async settled(): Promise<void> {}

  destroy(): void {
    this.#values.clear();
    this.#replays.clear();
    this.counters.bytes = 0;
  }

  #bind({ dispatch, views, accumulate }: PlacedDispatch): () => void {
    const { kernel, dims } = dispatch;
    const buffers = Object.fromEntries(Object.entries(views).map(([name, view]) => [name, this.#part(view)]));
    const bits = accumulating(kernel);
    const put: Record<string, Put> = {};
    for (const [name, target] of Object.entries(buffers)) {
      const bit = bits.indexOf(name);
      const adds = bit >= 0 && (accumulate & (1 << bit)) !== 0;
      put[name] = adds
        ? (index, value) => {
            target[index] = (target[index] ?? 0) + value;
          }
        : (index, value) => {
            target[index] = value;
          };
    }
    return () => kernel.reference(buffers, dims, put);
  }

  #part({ memory, offset, bytes }: View): Numbers {
    const values = this.#values.get(memory);
    if (!values) throw new MemoryError(`'${memory.label}' was freed`);
    const width = BYTES[memory.dtype];
    return values.subarray(offset / width, (offset + bytes) / width);
  }
}
