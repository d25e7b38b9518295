/**
 * How a kernel uses a buffer.
 * - `read`: only read.
 * - `write`: every element of the result is overwritten; also for buffers read and written (`var<storage, read_write>`).
 * - `accumulate`: a gradient; overwritten where this is the first contribution of the step, added to otherwise.
 *   The plan decides, and tells the kernel through the last Dims field `accumulate`, a bit per such buffer in table order.
 */
export type Use = 'read' | 'write' | 'accumulate';

/** What a CPU twin computes on: Float64Array in the oracle, Int32Array for tokens. */
export type Numbers = Float64Array | Int32Array;

/** Workgroup counts. */
export type Grid = readonly [x: number, y: number, z: number];

/** A kernel: WGSL, CPU twin, buffers, dims, grid, under one name. */
export interface Kernel<Buf extends string = string, Dim extends string = string> {
  /** The same as the shader file's name. */
  readonly name: string;
  /** WGSL with its `//#import`s resolved; entry point `main`. */
  readonly source: string;
  /** In binding order from 1; binding 0 is the uniform `Dims`. At most 8. */
  readonly buffers: Readonly<Record<Buf, Use>>;
  /** Fields of `Dims` in order. A field `accumulate: u32` follows if any buffer accumulates. */
  readonly dims: Readonly<Record<Dim, 'u32' | 'f32'>>;
  /** Values for the shader's `const NAME: u32 = …;` lines, one pipeline per distinct set. */
  constants?(dims: Readonly<Record<Dim, number>>): Readonly<Record<string, number>>;
  grid(dims: Readonly<Record<Dim, number>>): Grid;
  /** The CPU twin: plain loops, float64; the oracle of tests and the backend of last resort. */
  reference(
    buffers: Readonly<Record<Buf, Numbers>>,
    dims: Readonly<Record<Dim, number>>,
    put: Readonly<Record<Buf, Put>>,
  ): void;
}

/** Writes to an `accumulate` buffer in a twin: overwrites or adds, as the plan decided. */
export type Put = (index: number, value: number) => void;

/** Declares a kernel; infers its buffer and dim names, so that a missing one is a type error at the call. */
export function defineKernel<const Buf extends string, const Dim extends string>(
  kernel: Kernel<Buf, Dim>,
): Kernel<Buf, Dim> {
  return kernel;
}

/** A kernel whose buffer and dim names are no longer known to the compiler: what plans and backends handle. */
export type AnyKernel = Kernel<string, string>;

/** Names of the accumulating buffers, in the order of the bits of `accumulate`. */
export function accumulating(kernel: AnyKernel): string[] {
  return Object.keys(kernel.buffers).filter(name => kernel.buffers[name] === 'accumulate');
}
