// It lets Node compile relaxed SIMD.
import '../../headless/node_wasm';
import { compileWasm } from '../../scripts/compile-wasm.mjs';
import type { WasmBuild } from '../../src/gpu/backends/wasm/source';

/** Functions of src/wasm by how they are called: on four lanes, on one number, or on a turn in units of 2^-32. */
const CALLED = {
  lanes: ['exp', 'sigmoid', 'tanh', 'softplus', 'oneMinusExp', 'log', 'geluOf', 'geluSlope'],
  one: ['expOne', 'logOne'],
  turn: ['sineOf', 'cosineOf'],
} as const;

export type FunctionName = (typeof CALLED)[keyof typeof CALLED][number];

/** Numbers of a call. */
const MOST = 2 ** 17;

/** A module that applies each function to an array of `count` numbers, a multiple of 4, and writes another. */
const entry = `
import { exp, sigmoid, tanh, softplus, oneMinusExp, log, expOne, logOne } from './shared/functions';
import { sineOf, cosineOf } from './shared/turn';
import { geluOf, geluSlope } from './pointwise/gelu';
${CALLED.lanes.map(name => applied(name, `for (let i: u32 = 0; i < count; i += 4) v128.store(to + (i << 2), ${name}(v128.load(from + (i << 2))));`)).join('')}
${CALLED.one.map(name => applied(name, `for (let i: u32 = 0; i < count; i++) store<f32>(to + (i << 2), ${name}(load<f32>(from + (i << 2))));`)).join('')}
${CALLED.turn.map(name => applied(name, `for (let i: u32 = 0; i < count; i++) store<f32>(to + (i << 2), ${name}(load<u32>(from + (i << 2))));`)).join('')}`;

function applied(name: string, loop: string): string {
  return `export function apply_${name}(from: usize, to: usize, count: u32): void { ${loop} }\n`;
}

export interface WasmFunctions {
  /** Bits go in and numbers come out; at most 2^17. */
  apply(name: FunctionName, bits: Uint32Array): Float32Array;
}

/** The functions of src/wasm in a build of their own. */
export async function wasmFunctions(build: WasmBuild): Promise<WasmFunctions> {
  const bytes = Uint8Array.from(await compileWasm({ relaxed: build === 'relaxed', entry }));
  const memory = new WebAssembly.Memory({ initial: 17, maximum: 65536, shared: true });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const [from, to] = [2 ** 10, 2 ** 10 + 4 * MOST];
  return {
    apply(name, bits) {
      const run = instance.exports[`apply_${name}`];
      if (typeof run !== 'function') throw new Error(`no function '${name}'`);
      new Uint32Array(memory.buffer, from, bits.length).set(bits);
      run(from, to, bits.length);
      return new Float32Array(memory.buffer, to, bits.length).slice();
    },
  };
}
