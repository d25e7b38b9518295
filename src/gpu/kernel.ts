/**
 * How a kernel uses a buffer.
 * - `read`: only read.
 * - `write`: every element of the result is overwritten; also for buffers read and written (`var<storage, read_write>`).
 * - `accumulate`: a gradient; overwritten where this is the first contribution of the step, added to otherwise.
 *   The plan decides, and tells the kernel through the last Dims field `accumulate`, a bit per such buffer in table order.
 * - `overwrite`: the gradient of an input, overwritten whatever is there: the plan refuses a recording in which that is lost.
 * - `scratch`: workspace; its final values mean nothing.
 */
export type Use = 'read' | 'write' | 'accumulate' | 'overwrite' | 'scratch';

/** Arrays of a CPU twin: Float64Array in the oracle, Int32Array for tokens. */
export type Numbers = Float64Array | Float32Array | Int32Array;

/** Workgroup counts. */
export type Grid = readonly [x: number, y: number, z: number];

/** Facts that choose a kernel's variants. */
export interface AdapterFacts {
  /** The device has WebGPU's `subgroups`. */
  readonly subgroups: boolean;
}

/** Another shader for the same kernel: same buffers, Dims, and twin, but faster for some dims on some adapters. */
export interface Variant<Dim extends string = string> {
  /** The same as the shader's. */
  readonly name: string;
  /** As a kernel's. */
  readonly source?: string | undefined;
  /** Whether it is right for these dims, and the adapter has what it needs. */
  runs(dims: Readonly<Record<Dim, number>>, adapter: AdapterFacts): boolean;
  /** Whether it is the default where it runs. */
  suits(dims: Readonly<Record<Dim, number>>, adapter: AdapterFacts): boolean;
  constants?(dims: Readonly<Record<Dim, number>>): Readonly<Record<string, number>>;
  grid(dims: Readonly<Record<Dim, number>>): Grid;
}

/** A small dispatch that checks on a device that all variants of a kernel agree with the twin. */
export interface Probe<Buf extends string = string, Dim extends string = string> {
  readonly dims: Readonly<Record<Dim, number>>;
  readonly elements: Readonly<Record<Buf, number>>;
  /** Buffers that are all zero; the others hold random numbers in [-1, 1), or are all one integer. */
  readonly zeros?: readonly Buf[] | undefined;
  readonly integers?: Readonly<Partial<Record<Buf, number>>> | undefined;
}

/** A kernel: WGSL, CPU twin, buffers, dims, grid, under one name. */
export interface Kernel<Buf extends string = string, Dim extends string = string> {
  /** The same as the shader's. */
  readonly name: string;
  /** WGSL with its `//#import`s resolved; entry point `main`. Absent: of the shader of that name. */
  readonly source?: string | undefined;
  /** In binding order from 1; binding 0 is the uniform `Dims`. At most 8. */
  readonly buffers: Readonly<Record<Buf, Use>>;
  /** Those that the shader declares as arrays of f16; all others are of f32 or i32. */
  readonly halves?: readonly Buf[] | undefined;
  /** Fields of `Dims` in order. A field `accumulate: u32` follows if any buffer accumulates. */
  readonly dims: Readonly<Record<Dim, 'u32' | 'f32'>>;
  /** Values for the shader's `const NAME: u32 = …;` and `i32` lines, one pipeline per distinct set. */
  constants?(dims: Readonly<Record<Dim, number>>): Readonly<Record<string, number>>;
  grid(dims: Readonly<Record<Dim, number>>): Grid;
  /** Multiply-adds of the dispatch, about: what it costs is worked out from. Absent: a few for each byte of its buffers. */
  work?(dims: Readonly<Record<Dim, number>>): number;
  /**
   * It walks through time and can stop between two steps, all of its variants included: fields `start: u32, stop: u32` of Dims
   * follow the others, steps of its loops. At `start` > 0 it continues from its buffers as they were at `stop`.
   */
  readonly time?:
    | {
        steps(dims: Readonly<Record<Dim, number>>): number;
        /** It stops after multiples of so many steps only; 1 by default. */
        unit?(dims: Readonly<Record<Dim, number>>): number;
        /** It always stops after each unit, because stopping changes the last bits. */
        readonly apart?: boolean;
      }
    | undefined;
  /** Best first: the first that runs and suits is the default; without one, `source`. */
  readonly variants?: readonly Variant<Dim>[] | undefined;
  /** A probe with the constants of the dims, where a small one has them: it then needs no pipeline of its own. Goes with `variants`. */
  probe?(dims: Readonly<Record<Dim, number>>): Probe<Buf, Dim>;
  /** Dims of the same class share one measurement of the variants. Goes with `variants`. */
  shapeClass?(dims: Readonly<Record<Dim, number>>): string;
  /** The CPU twin: plain loops, float64; the oracle of tests and the backend of last resort. */
  reference(
    buffers: Readonly<Record<Buf, Numbers>>,
    dims: Readonly<Record<Dim, number>>,
    put: Readonly<Record<Buf, Put>>,
  ): void;
}

/** Writes to an `accumulate` buffer in a twin: overwrites or adds, as the plan decided. */
export type Put = (index: number, value: number) => void;

/** WGSL of a kernel's uniform: its dims in their order, then what the plan and the backend tell it. */
export function uniformOf({ dims, buffers, time }: AnyKernel): string {
  const fields = Object.entries(dims).map(([name, type]) => `${name}: ${type}`);
  if (Object.values(buffers).includes('accumulate')) fields.push('accumulate: u32');
  if (time) fields.push('start: u32', 'stop: u32');
  return `\nstruct Dims { ${fields.join(', ')} }\n@group(0) @binding(0) var<uniform> dims: Dims;\n`;
}

/** Declares a kernel; infers its buffer and dim names, so that a missing one is a type error at the call. */
export function defineKernel<const Buf extends string, const Dim extends string>(
  kernel: Kernel<Buf, Dim>,
): Kernel<Buf, Dim> {
  return kernel;
}

/** A kernel without static buffer and dim names, as plans and backends handle it. */
export type AnyKernel = Kernel<string, string>;

/** Names of the accumulating buffers, in the order of the bits of `accumulate`. */
export function accumulating(kernel: AnyKernel): string[] {
  return Object.keys(kernel.buffers).filter(name => kernel.buffers[name] === 'accumulate');
}

/** Buffers of a kernel that are used alike, next to each other. */
export function allOf<const Value extends string, const Name extends string>(
  value: Value,
  ...names: readonly Name[]
): Readonly<Record<Name, Value>> {
  const record = Object.fromEntries(names.map(name => [name, value]));
  if (!hasAll(record, names)) throw new Error('a name is missing');
  return record;
}

function hasAll<Name extends string, Value>(
  record: Readonly<Record<string, Value>>,
  names: readonly Name[],
): record is Readonly<Record<Name, Value>> {
  return names.every(name => name in record);
}

/** Dims of a kernel that are whole numbers from 0. */
export function u32<const Name extends string>(...names: readonly Name[]): Readonly<Record<Name, 'u32'>> {
  return allOf('u32', ...names);
}
