import type { PlacedDispatch, View } from '../../backend';
import type { WasmSource } from './source';

/** A launch of a kernel: its units, and its arguments behind `from` and `to`. */
export interface Call {
  readonly kernel: string;
  readonly units: number;
  /** Bytes of scratch. */
  readonly scratch: number;
  readonly values: readonly number[];
  /** Index in `values` of the address of the thread's scratch; -1 where it needs none. */
  readonly scratchAt: number;
}

type Function = (...values: number[]) => unknown;

/** The functions of a module of src/wasm: kernels, and for a kernel NAME its units, NAME_units, and its bytes of scratch, NAME_scratch. */
export class Kernels {
  readonly names: readonly string[];
  readonly functions: readonly Function[];
  readonly #parameters: WasmSource['parameters'];

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, parameters: WasmSource['parameters']) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    this.names = Object.keys(parameters);
    this.functions = this.names.map(name => {
      const found = exports[name];
      if (typeof found !== 'function') throw new Error(`src/wasm has no function '${name}'`);
      return (...values) => Number(found(...values));
    });
    this.#parameters = parameters;
  }

  has(kernel: string): boolean {
    return kernel in this.#parameters;
  }

  /** Throws where a parameter of the function is no buffer or dim of the kernel. */
  bind({ dispatch, views, accumulate }: PlacedDispatch, addressOf: (view: View) => number): Call {
    const { kernel, dims } = dispatch;
    const addresses = Object.entries(views).map(([name, view]) => [name, addressOf(view)]);
    const units = this.#ask(`${kernel.name}_units`, dims);
    const named = { ...dims, ...Object.fromEntries(addresses), accumulate, units, scratch: 0 };
    const parameters = (this.#parameters[kernel.name] ?? []).slice(2);
    return {
      kernel: kernel.name,
      units,
      scratch: this.has(`${kernel.name}_scratch`) ? this.#ask(`${kernel.name}_scratch`, dims) : 0,
      values: argumentsOf(kernel.name, parameters, named),
      scratchAt: parameters.indexOf('scratch'),
    };
  }

  #ask(name: string, dims: Readonly<Record<string, number>>): number {
    const values = argumentsOf(name, this.#parameters[name] ?? [], dims);
    return Number(this.functions[this.names.indexOf(name)]?.(...values)) >>> 0;
  }
}

function argumentsOf(name: string, parameters: readonly string[], named: Readonly<Record<string, number>>): number[] {
  return parameters.map(parameter => {
    const value = named[parameter];
    if (value === undefined) throw new Error(`src/wasm: ${name} takes '${parameter}', which the kernel does not have`);
    return value;
  });
}
