import type { Dispatch } from './dispatch';
import type { ElementType } from './tensor';

/** A piece of memory of a backend. */
export interface Memory {
  readonly label: string;
  readonly type: ElementType;
  readonly elements: number;
}

/** Part of a memory. */
export interface View {
  readonly memory: Memory;
  /** In elements; a multiple of ALIGNMENT. */
  readonly offset: number;
  readonly elements: number;
}

/** A dispatch whose tensors have places. */
export interface PlacedDispatch {
  readonly dispatch: Dispatch;
  readonly views: Readonly<Record<string, View>>;
  /** Bits of `Dims.accumulate`. */
  readonly accumulate: number;
}

/** All of a memory. */
export function wholeOf(memory: Memory): View {
  return { memory, offset: 0, elements: memory.elements };
}

/** A list of dispatches, ready to be submitted again and again. */
export interface Replay {
  readonly dispatches: number;
}

/** What the host sends and gets: f32 as Float32Array (or Float64Array on the twins), i32 as Int32Array. */
export type HostArray = Float32Array | Float64Array | Int32Array;

/** Objects made so far; a steady-state step adds nothing but submits and dispatches. */
export interface Counters {
  buffers: number;
  bindGroups: number;
  pipelines: number;
  submits: number;
  dispatches: number;
  /** Bytes allocated now. */
  bytes: number;
}

/** Elements that views into a shared memory are aligned to (256 bytes, WebGPU's default offset alignment). */
export const ALIGNMENT = 64;

export function align(elements: number): number {
  return Math.ceil(elements / ALIGNMENT) * ALIGNMENT;
}

/** Asks for work to stop between two submits; an AbortSignal is one. */
export interface Stop {
  readonly aborted: boolean;
}

/** Bytes that a backend has room for. */
export interface Room {
  /** Of one memory. */
  readonly each: number;
  /** Of all memories together; devices do not say how much they have, so this is what one can be trusted to have. */
  readonly all: number;
}

/** Where kernels run: a WebGPU device, or the CPU twins. */
export interface Backend {
  readonly kind: 'webgpu' | 'cpu';
  /** It computes on the CPU: invocations share few cores, and waiting for one another is dear. */
  readonly software: boolean;
  readonly counters: Readonly<Counters>;
  readonly room: Room;
  /** Zero-filled. Throws MemoryError when the device has no room. */
  allocate(label: string, type: ElementType, elements: number): Promise<Memory>;
  free(memory: Memory): void;
  write(memory: Memory, values: HostArray, offset?: number): void;
  read(memory: Memory, offset?: number, elements?: number): Promise<HostArray>;
  copy(from: View, to: View): void;
  /** Compiles what is new and makes the bind groups. `progress` receives how many pipelines are done, and how many there are. */
  prepare(dispatches: readonly PlacedDispatch[], progress?: (done: number, total: number) => void): Promise<Replay>;
  /** Compiles what `speedUp` needs, beside other work. */
  warm(replay: Replay): Promise<void>;
  /** From now on the replay uses, where they are faster, variants that compile slowly; `prepare` does without them. */
  speedUp(replay: Replay): Promise<void>;
  /** Releases what `prepare` made beyond shared pipelines. */
  release(replay: Replay): void;
  /**
   * Runs the replays in order, in as many submits as keep each short, and resolves when the last is on its way: at once where all
   * fits one submit and the device has little else to do. False: it stopped early because `stop` said so. The last `committed`
   * replays are run to their end once they have begun.
   */
  submit(replays: readonly Replay[], stop?: Stop, committed?: number): Promise<boolean>;
  /** Estimated milliseconds of dispatches on this adapter: as measured so far, or else as on a slow one of its kind. */
  estimate(dispatches: readonly Dispatch[]): number;
  /** Estimated milliseconds of the longest submit that running dispatches takes, cut as they may be, on a slow adapter of this kind. */
  longestPart(dispatches: readonly Dispatch[]): number;
  /** Resolves when all submitted work is done. */
  settled(): Promise<void>;
  destroy(): void;
}

/** Not enough memory; the device lives on. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
}
