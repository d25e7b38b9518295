import type { Dispatch } from '../gpu/dispatch';
import type { DType } from '../gpu/dtype';
import type { Kernel } from '../gpu/kernel';
import { type Lifetime, sizeOf, type Tensor } from '../gpu/tensor';

/** A tensor and, while training, the tensor of its gradient. */
export interface Var {
  readonly shape: readonly number[];
  readonly data: Tensor;
  /** Absent on a tape that does not train. */
  readonly grad?: Tensor | undefined;
}

/** A parameter. Its gradient is the sum of the partials that ops add through `Tape.partial`. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Tensor;
}

/** One contribution to a parameter's gradient: `copies` summands of the parameter's shape, one after the other. */
export interface Partial {
  readonly parameter: Parameter;
  readonly tensor: Tensor;
  readonly copies: number;
}

/**
 * Two flat lists of dispatches, forward and backward, recorded once and replayed every step.
 * `run` appends to forward; `pull` prepends to backward, so an op that pulls twice writes its last step first.
 */
export class Tape {
  readonly training: boolean;
  readonly forward: Dispatch[] = [];
  readonly backward: Dispatch[] = [];
  readonly partials: Partial[] = [];
  /** All activations that have gradients, in the order in which they were recorded. */
  readonly variables: Var[] = [];
  #nextId = 0;
  /** Bound in place of an absent optional input. */
  readonly nothing: Tensor;

  constructor(options: { readonly training: boolean }) {
    this.training = options.training;
    this.nothing = this.tensor('nothing', [4], 'persistent');
  }

  /** A tensor without a gradient. */
  tensor(label: string, shape: readonly number[], lifetime: Lifetime = 'activation', dtype: DType = 'f32'): Tensor {
    return { id: this.#nextId++, label, shape, dtype, lifetime };
  }

  /** A tensor with constant `values` in every plan. Throws if the shape does not fit. */
  constant(label: string, shape: readonly number[], values: Float32Array | Int32Array): Tensor {
    if (values.length !== sizeOf(shape)) throw new RangeError(`'${label}': ${values.length} values for [${shape}]`);
    const dtype = values instanceof Int32Array ? 'i32' : 'f32';
    return { ...this.tensor(label, shape, 'persistent', dtype), values };
  }

  /** An activation with, on a training tape, its gradient. */
  variable(label: string, shape: readonly number[]): Var {
    const data = this.tensor(label, shape);
    return this.#varied(shape, data, this.training ? this.tensor(`d ${label}`, shape) : undefined);
  }

  /** An activation that shares the gradient of `of`: for `y = x + f(x)`, where f's backward adds to it in place. */
  residual(label: string, of: Var): Var {
    const data = this.tensor(label, of.shape);
    return this.#varied(of.shape, data, of.grad);
  }

  /** An activation whose gradient takes its place: its backward must read what it needs of it before it writes there. */
  spent(label: string, shape: readonly number[]): Var {
    const data = this.tensor(label, shape);
    return this.#varied(shape, data, this.training ? data : undefined);
  }

  /** Bound in place of an absent optional output. New each time, because outputs must not overlap. */
  nowhere(): Tensor {
    return this.tensor('nowhere', [4], 'persistent');
  }

  parameter(name: string, shape: readonly number[]): Parameter {
    return { name, shape, data: this.tensor(name, shape, 'parameter') };
  }

  /** Room for `copies` summands of the parameter's gradient, each of its shape: (copies, ...shape). */
  partial(parameter: Parameter, copies: number): Tensor {
    const tensor = this.tensor(`d ${parameter.name}`, [copies, ...parameter.shape], 'partial');
    this.partials.push({ parameter, tensor, copies });
    return tensor;
  }

  #varied(shape: readonly number[], data: Tensor, grad: Tensor | undefined): Var {
    if (!grad) return { shape, data };
    const variable = { shape, data, grad };
    this.variables.push(variable);
    return variable;
  }

  run<Buf extends string, Dim extends string>(
    kernel: Kernel<Buf, Dim>,
    buffers: Readonly<Record<Buf, Tensor>>,
    dims: Readonly<Record<Dim, number>>,
    regions?: Dispatch['regions'],
  ): void {
    this.forward.push({ kernel, buffers, dims, regions });
  }

  pull<Buf extends string, Dim extends string>(
    kernel: Kernel<Buf, Dim>,
    buffers: Readonly<Record<Buf, Tensor>>,
    dims: Readonly<Record<Dim, number>>,
    regions?: Dispatch['regions'],
  ): void {
    if (this.training) this.backward.unshift({ kernel, buffers, dims, regions });
  }
}
