import { encode, INSTRUCTION_LENGTH } from '../gpu/kernels/decode/instructions';
import type { OperandOf, StepName } from '../gpu/kernels/decode/steps';

/** Argument of a mixer's `decode`. Places in the workspace, the parameters, and the state are numbers. */
export interface DecodeCall<C> {
  readonly assembler: DecodeAssembler;
  readonly config: C;
  /** Place of the parameter with the name of its ParameterSpec. */
  parameter(name: string): number;
  /** Place of the tensor with the name of its StateSpec, and its shape without the batch. */
  state(name: string): { readonly at: number; readonly shape: readonly number[] };
  /** (D), normalised: the mixer's input. It may be overwritten. */
  readonly x: number;
  /** (D), the residual stream, to which the mixer adds its result. */
  readonly residual: number;
  readonly D: number;
}

export interface Projection {
  readonly x: number;
  /** K, the width of x. */
  readonly width: number;
  readonly weight: number;
  /** Of the result. */
  readonly rows: number;
  readonly bias?: number | undefined;
  /** Adds to what is there. */
  readonly onto?: number | undefined;
  /** Place of the result; without this and `onto` it gets a new place. */
  readonly into?: number | undefined;
}

/** Writes a program for `decode_model`: the instructions for one token, and their tables. */
export class DecodeAssembler {
  readonly #instructions: number[] = [];
  readonly #tables: number[] = [];
  #used = 0;
  #most = 0;

  get instructions(): number {
    return this.#instructions.length / INSTRUCTION_LENGTH;
  }

  /** Floats of workgroup memory for the program's activations. */
  get workspace(): number {
    return this.#most;
  }

  /** Allocates `size` floats until the scope ends. */
  take(size: number): number {
    const at = this.#used;
    this.#used += size;
    this.#most = Math.max(this.#most, this.#used);
    return at;
  }

  /** Frees afterwards what `write` allocated. */
  scope(write: () => void): void {
    const before = this.#used;
    write();
    this.#used = before;
  }

  emit<Name extends StepName>(name: Name, operands: Readonly<Record<OperandOf<Name>, number>>): void {
    this.#instructions.push(...encode(name, operands));
  }

  /** A place among the program's tables for `values`. */
  table(values: Int32Array): number {
    return this.#tables.push(...values) - values.length;
  }

  /** A linear layer; returns the place of its result. */
  project({ x, width, weight, rows, bias, onto, into }: Projection): number {
    const y = onto ?? into ?? this.take(rows);
    this.emit('matvec', { x, K: width, weight, rows, bias: bias ?? -1, y, adds: onto === undefined ? 0 : 1 });
    return y;
  }

  /** Copies `size` parameters to the workspace, as the bias of a linear layer without inputs. */
  load(parameter: number, size: number, into: number): void {
    this.project({ x: 0, width: 0, weight: 0, rows: size, bias: parameter, into });
  }

  /** The instructions, then the tables. */
  program(): Int32Array {
    return Int32Array.from([...this.#instructions, ...this.#tables]);
  }
}
