/** A build of src/wasm: 'relaxed' multiplies and adds with one rounding, 'plain' with two. */
export type WasmBuild = 'relaxed' | 'plain';

/** What a further thread needs to start. `attend` of work.mjs takes it. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Names of the functions, in the order of their numbers in launches. */
  readonly names: readonly string[];
  readonly control: Int32Array;
  readonly next: Int32Array;
  readonly done: Int32Array;
  readonly scratch: Int32Array;
  readonly place: number;
}

/** A further thread, as the page or Node makes it. */
export interface Thread {
  stop(): void;
}

/** What a page or Node offers to the backend. */
export interface WasmSource {
  /** Names of the parameters of each function, in order: buffers and dims of the kernel's table entry. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** The bytes of a build. */
  load(build: WasmBuild): Promise<BufferSource>;
  /** The most threads, this one included; 1 where memory cannot be shared. */
  readonly most: number;
  spawn(start: ThreadStart): Thread;
}

/** A module with one function, which gives the `f32x4.relaxed_madd` of three vectors. */
const RELAXED_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 8, 1, 96, 3, 123, 123, 123, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11],
);

/** The build that this engine runs fastest. */
export function bestBuild(): WasmBuild {
  return WebAssembly.validate(RELAXED_MODULE) ? 'relaxed' : 'plain';
}
