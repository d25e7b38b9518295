import type { Backend, BackendKind, Counters, Memory, PlacedDispatch, Replay, Room, Stop, View } from '../backend';
import { loadOf } from '../cut';
import { boundBytes, type Dispatch } from '../dispatch';
import type { DType, HostArray } from '../dtype';
import { hearMessages } from '../hear_messages';
import { accumulating, type Numbers, type Put } from '../kernel';

/** After this many milliseconds of work, the thread hears its messages. */
export const TURN_MILLISECONDS = 50;

/** Work that is expected to take more milliseconds is announced. */
const LONG_WORK = 200;

/** Work of fewer estimated milliseconds tells nothing of the estimates: a pause of the machine may be longer. */
const LEARNED_WORK = 20;

/** What runs between two looks at the messages. */
export interface CpuWork {
  /** Estimated. */
  readonly milliseconds: number;
}

/** What the backends that compute on the calling thread have in common. */
export abstract class CpuBackend<Work extends CpuWork> implements Backend {
  abstract readonly kind: BackendKind;
  abstract readonly room: Room;
  readonly counters: Counters = { buffers: 0, bindGroups: 0, pipelines: 0, submits: 0, dispatches: 0, bytes: 0 };
  readonly #work = new Map<Replay, readonly Work[]>();
  readonly #announce: (seconds: number) => void;
  /** How many times its estimate the slowest work took when it ran first. */
  #slowness = 1;
  /** Milliseconds that each work took the last time. */
  readonly #took = new WeakMap<Work, number>();
  /** When the thread last heard its messages. */
  #since = performance.now();

  /** `announce` is called before work that blocks this thread for about so many seconds. */
  constructor(announce: (seconds: number) => void = () => {}) {
    this.#announce = announce;
  }

  abstract allocate(label: string, dtype: DType, bytes: number): Promise<Memory>;
  abstract free(memory: Memory): void;
  /** The numbers of a view. Throws MemoryError if its memory was freed. */
  protected abstract part(view: View): Numbers;
  /** The work of dispatches, in their order. */
  protected abstract arrange(dispatches: readonly PlacedDispatch[]): readonly Work[];
  protected abstract perform(work: Work): void;
  protected abstract forget(work: Work): void;
  /** Multiply-adds a millisecond of a kernel, estimated. */
  protected abstract rateOf(kernel: string): number;

  write(to: View, values: HostArray): void {
    this.part(to).set(values);
  }

  async read(from: View): Promise<HostArray> {
    return this.part(from).slice();
  }

  async prepare(
    dispatches: readonly PlacedDispatch[],
    progress?: (done: number, total: number) => void,
  ): Promise<Replay> {
    const replay: Replay = { dispatches: dispatches.length };
    this.#work.set(replay, this.arrange(dispatches));
    progress?.(1, 1);
    return replay;
  }

  release(replay: Replay): void {
    for (const work of this.#work.get(replay) ?? []) this.forget(work);
    this.#work.delete(replay);
  }

  async submit(replays: readonly Replay[], stop?: Stop, committed = 0): Promise<boolean> {
    this.counters.submits++;
    for (const [order, replay] of replays.entries()) {
      for (const work of this.#work.get(replay) ?? []) {
        if (performance.now() - this.#since > TURN_MILLISECONDS) {
          await hearMessages();
          this.#since = performance.now();
        }
        if (stop?.aborted && order < replays.length - committed) return false;
        this.#perform(work);
      }
      this.counters.dispatches += replay.dispatches;
    }
    return true;
  }

  #perform(work: Work): void {
    const before = this.#took.get(work);
    const expected = before ?? work.milliseconds * this.#slowness;
    if (expected > LONG_WORK) this.#announce(expected / 1000);
    const began = performance.now();
    this.perform(work);
    const took = performance.now() - began;
    this.#took.set(work, took);
    if (before === undefined && work.milliseconds > LEARNED_WORK)
      this.#slowness = Math.max(this.#slowness, took / work.milliseconds);
  }

  estimate(dispatches: readonly Dispatch[]): number {
    return dispatches.reduce((sum, dispatch) => sum + this.workOf(dispatch) / this.rateOf(dispatch.kernel.name), 0);
  }

  /** Multiply-adds of a dispatch. */
  protected workOf(dispatch: Dispatch): number {
    return loadOf(dispatch.kernel, dispatch.dims, boundBytes(dispatch)).work;
  }

  longestPart(): number {
    // What cannot be cut is announced. If it takes too long to be left, its worker is replaced.
    return 0;
  }

  async settled(): Promise<void> {}

  destroy(): void {
    this.#work.clear();
    this.counters.bytes = 0;
  }

  /** The kernel's twin, bound to its numbers. */
  protected bindTwin({ dispatch, views, accumulate }: PlacedDispatch): () => void {
    const { kernel, dims } = dispatch;
    const bits = accumulating(kernel);
    const buffers = Object.fromEntries(Object.entries(views).map(([name, view]) => [name, this.part(view)]));
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
}
