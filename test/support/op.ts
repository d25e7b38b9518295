import { expect } from 'vitest';
import { type Parameter, Tape, type Var } from '../../src/autodiff/tape';
import type { Backend } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { HostArray } from '../../src/gpu/dtype';
import { copy, firstElements } from '../../src/gpu/kernels/pointwise/copy';
import { Plan } from '../../src/gpu/plan';
import { sizeOf, type Tensor } from '../../src/gpu/tensor';
import { randoms } from './numbers';

export interface Given {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** An op to test: differentiable inputs, parameters, and how to record it. */
export interface OpCase {
  readonly inputs: Readonly<Record<string, Given>>;
  readonly parameters: Readonly<Record<string, Given>>;
  /** Tensors without a gradient that it reads and writes. Those given as Int32Array hold integers, the others floats. */
  readonly carried?: Readonly<Record<string, Given>> | undefined;
  /** Records the op; returns its outputs by name. */
  record(
    tape: Tape,
    input: (name: string) => Var,
    parameter: (name: string) => Parameter,
    carried: (name: string) => Tensor,
  ): Readonly<Record<string, Var>>;
}

export interface OpResult {
  readonly outputs: Readonly<Record<string, Float64Array>>;
  /** Gradients of sum(outputs · cotangents), by name of input or parameter. */
  readonly gradients: Readonly<Record<string, Float64Array>>;
  /** The carried tensors that the op uses, after the run. */
  readonly carried: Readonly<Record<string, HostArray>>;
}

/** Runs forward and backward of an op on a backend. Outputs without a cotangent get zero. */
export async function runOp(
  backend: Backend,
  op: OpCase,
  cotangents: Readonly<Record<string, ArrayLike<number>>>,
): Promise<OpResult> {
  const prepared = await prepareOp(backend, op, cotangents);
  const outputs = await prepared.outputs();
  const gradients = await prepared.gradients();
  const carried = await prepared.carried();
  prepared.destroy();
  return { outputs, gradients, carried };
}

interface PreparedOp {
  /** Writes new values of an input or parameter. */
  write(name: string, data: Float64Array): void;
  /** Runs forward, with the carried tensors as they were given. */
  outputs(): Promise<OpResult['outputs']>;
  /** Runs backward. Forward has to run first. */
  gradients(): Promise<OpResult['gradients']>;
  carried(): Promise<OpResult['carried']>;
  destroy(): void;
}

/** Records an op once, so that it can run with many values. */
async function prepareOp(
  backend: Backend,
  op: OpCase,
  cotangents: Readonly<Record<string, ArrayLike<number>>>,
): Promise<PreparedOp> {
  const tape = new Tape({ training: true });
  const written: [Tensor, ArrayLike<number>][] = [];
  const given = new Map<string, Tensor>();
  const inputs = new Map<string, Var & { grad: Tensor }>();
  for (const [name, { shape, data }] of Object.entries(op.inputs)) {
    const tensor = tape.tensor(name, shape, 'persistent');
    inputs.set(name, { shape, data: tensor, grad: tape.tensor(`d ${name}`, shape, 'persistent') });
    given.set(name, tensor);
    written.push([tensor, data]);
  }
  const parameters = new Map<string, Parameter>();
  for (const [name, { shape, data }] of Object.entries(op.parameters)) {
    const tensor = tape.tensor(name, shape, 'persistent');
    parameters.set(name, { name, shape, data: tensor });
    given.set(name, tensor);
    written.push([tensor, data]);
  }
  const carried = new Map<string, { tensor: Tensor; data: Given['data'] }>();
  for (const [name, { shape, data }] of Object.entries(op.carried ?? {})) {
    const dtype = data instanceof Int32Array ? 'i32' : 'f32';
    carried.set(name, { tensor: tape.tensor(name, shape, 'persistent', dtype), data });
  }
  const recorded = op.record(tape, find(inputs), find(parameters), name => find(carried)(name).tensor);
  const outputs = Object.entries(recorded).map(([name, output]) => {
    const n = sizeOf(output.shape);
    const result = tape.tensor(`output ${name}`, output.shape, 'persistent');
    tape.run(copy, { source: output.data, destination: result }, firstElements(n));
    if (output.grad) {
      const seed = tape.tensor(`cotangent ${name}`, output.shape, 'persistent');
      written.push([seed, cotangents[name] ?? new Float64Array(n)]);
      tape.pull(copy, { source: seed, destination: output.grad }, firstElements(n));
    }
    return { name, result };
  });
  const plan = await Plan.make(backend, {
    lists: { forward: tape.forward, backward: tape.backward },
    placed: () => undefined,
  });
  const bound = new Set([...tape.forward, ...tape.backward].flatMap(({ buffers }) => Object.values(buffers)));
  const write = (tensor: Tensor, data: ArrayLike<number>): void => {
    if (!bound.has(tensor)) return;
    plan.write(tensor, data instanceof Int32Array ? data : Float64Array.from(data));
  };
  for (const [tensor, data] of written) write(tensor, data);
  const read = async (tensor: Tensor): Promise<Float64Array> => {
    return Float64Array.from(await plan.read(tensor));
  };
  return {
    write: (name, data) => write(find(given)(name), data),
    async outputs() {
      for (const { tensor, data } of carried.values()) write(tensor, data);
      await plan.run(['forward']);
      const values: Record<string, Float64Array> = {};
      for (const { name, result } of outputs) values[name] = await read(result);
      return values;
    },
    async gradients() {
      await plan.run(['backward']);
      const gradients: Record<string, Float64Array> = {};
      for (const [name, { grad }] of inputs) gradients[name] = await read(grad);
      for (const { parameter, tensor, copies } of tape.partials) {
        const n = sizeOf(parameter.shape);
        const sum = gradients[parameter.name] ?? new Float64Array(n);
        (await read(tensor)).forEach((value, i) => {
          if (i < n * copies) sum[i % n] = (sum[i % n] ?? 0) + value;
        });
        gradients[parameter.name] = sum;
      }
      return gradients;
    },
    async carried() {
      const left: Record<string, HostArray> = {};
      for (const [name, { tensor }] of carried) {
        if (!bound.has(tensor)) continue;
        left[name] = await plan.read(tensor);
      }
      return left;
    },
    destroy: () => plan.destroy(),
  };
}

function find<T>(known: ReadonlyMap<string, T>): (name: string) => T {
  return name => {
    const found = known.get(name);
    if (!found) throw new Error(`the test gives no '${name}'`);
    return found;
  };
}

/**
 * Compares backward of the float64 twins with central differences, for at most `most` elements of every input and parameter.
 * Fails unless |difference| <= bound · max(1, largest gradient of that tensor).
 */
export async function checkGradients(
  op: OpCase,
  options: { bound?: number; most?: number; seed?: number } = {},
): Promise<void> {
  const { bound = 1e-6, most = 40, seed = 7 } = options;
  const backend = new TwinBackend();
  const { outputs } = await runOp(backend, op, {});
  const cotangents = Object.fromEntries(
    Object.entries(outputs).map(([name, values], i) => [name, randoms(values.length, seed + i)]),
  );
  const { gradients } = await runOp(backend, op, cotangents);
  const prepared = await prepareOp(backend, op, {});
  const objective = async (): Promise<number> =>
    Object.entries(await prepared.outputs()).reduce(
      (sum, [name, values]) => sum + values.reduce((dot, value, i) => dot + value * (cotangents[name]?.[i] ?? 0), 0),
      0,
    );
  for (const kind of ['inputs', 'parameters'] as const) {
    for (const [name, given] of Object.entries(op[kind])) {
      const gradient = gradients[name];
      expect(gradient, `${name} has a gradient`).toBeDefined();
      if (!gradient) continue;
      const scale = Math.max(1, ...gradient.map(Math.abs));
      const n = given.data.length;
      for (let k = 0; k < Math.min(n, most); k++) {
        const i = n <= most ? k : Math.floor(((k + 0.5) * n) / most);
        const moved = async (by: number): Promise<number> => {
          const data = Float64Array.from(given.data);
          data[i] = (data[i] ?? 0) + by;
          prepared.write(name, data);
          return objective();
        };
        const step = 1e-5 * Math.max(1, Math.abs(Number(given.data[i])));
        const numeric = ((await moved(step)) - (await moved(-step))) / (2 * step);
        const difference = Math.abs(numeric - (gradient[i] ?? Number.NaN)) / scale;
        expect(
          difference,
          `d ${name}[${i}]: backward ${gradient[i]}, central difference ${numeric}`,
        ).toBeLessThanOrEqual(bound);
      }
      prepared.write(name, Float64Array.from(given.data));
    }
  }
  prepared.destroy();
}
