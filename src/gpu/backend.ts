import type { Dispatch } from './dispatch';
import { BYTES, type DType, type HostArray } from './dtype';

/** A piece of memory of a backend. Its bytes are those of its dtype, whatever a backend holds numbers as. */
export interface Memory {
  readonly label: string;
  readonly dtype: DType;
  readonly bytes: number;
}

/** Part of a memory. */
export interface View {
  readonly memory: Memory;
  /** In bytes; of what a dispatch binds, a multiple of ALIGNMENT. */
  readonly offset: number;
  readonly bytes: number;
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
  return { memory, offset: 0, bytes: memory.bytes };
}

/** Of a view, `count` elements from the element `first`. */
export function partOf({ memory, offset }: View, first: number, count: number): View {
  const width = BYTES[memory.dtype];
  return { memory, offset: offset + first * width, bytes: count * width };
}

export function elementsOf({ memory, bytes }: View): number {
  return bytes / BYTES[memory.dtype];
}

/** A list of dispatches, ready to be submitted again and again. */
export interface Replay {
  readonly dispatches: number;
}

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

/** Bytes that views into a shared memory are aligned to: WebGPU's default offset alignment. */
const ALIGNMENT = 256;

export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** Elements from the start of a tensor to that of the next in the same memory. */
export function alignElements(elements: number, dtype: DType = 'f32'): number {
  return align(elements * BYTES[dtype]) / BYTES[dtype];
}

/** Asks for work to stop between two submits; an AbortSignal is one. */
export interface Stop {
  readonly aborted: boolean;
}

/** Bytes that a backend has room for. */
export interface Room {
  /** Of one memory. */
  readonly each: number;
  /** Of all memories together: a safe estimate, because devices do not report their memory. */
  readonly all: number;
}

/** Where kernels run: on a WebGPU device, as WebAssembly on the CPU, or as twins in plain loops. */
export type BackendKind = 'webgpu' | 'wasm' | 'twin';

export interface Backend {
  readonly kind: BackendKind;
  readonly counters: Readonly<Counters>;
  readonly room: Room;
  /** Zero-filled. Throws MemoryError when the device has no room, or no such numbers. */
  allocate(label: string, dtype: DType, bytes: number): Promise<Memory>;
  free(memory: Memory): void;
  /** From the start of the view, which may be longer. */
  write(to: View, values: HostArray): void;
  /** f32 as Float32Array, on the twins as Float64Array; i32 as Int32Array. */
  read(from: View): Promise<HostArray>;
  /** Compiles what is new and makes the bind groups. `progress` receives how many pipelines are done, and how many there are. */
  prepare(dispatches: readonly PlacedDispatch[], progress?: (done: number, total: number) => void): Promise<Replay>;
  /** Releases what `prepare` made beyond shared pipelines. */
  release(replay: Replay): void;
  /**
   * Runs the replays in order, in short submits, and resolves when the last is submitted: at once if all fits one submit and
   * the device has little else to do. False: `stop` ended it early. Once begun, the last `committed` replays run to their end.
   */
  submit(replays: readonly Replay[], stop?: Stop, committed?: number): Promise<boolean>;
  /** Estimated milliseconds of dispatches on this adapter: as measured so far, or for a slow one of its kind. */
  estimate(dispatches: readonly Dispatch[]): number;
  /** Estimated milliseconds of the longest submit of these dispatches, cut as far as possible, on a slow adapter of this kind. */
  longestPart(dispatches: readonly Dispatch[]): number;
  /** Resolves when all submitted work is done. */
  settled(): Promise<void>;
  destroy(): void;
}

/** Not enough memory; the device lives on. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
}
