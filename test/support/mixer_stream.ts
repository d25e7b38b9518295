import { Tape, type Var } from '../../src/autodiff/tape';
import type { Backend } from '../../src/gpu/backend';
import { copy, firstElements } from '../../src/gpu/kernels/pointwise/copy';
import { Plan } from '../../src/gpu/plan';
import type { Tensor } from '../../src/gpu/tensor';
import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';
import { engineOf } from '../../src/models/engines';
import type { Given } from './op';

/** A tensor of state after the last call. */
export interface State {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export interface Streamed {
  /** (B, L, D) */
  readonly y: Float64Array;
  /** State after the last call, by the name of its StateSpec. */
  readonly states: ReadonlyMap<string, State>;
}

/** Runs a mixer over x (B, L, D) in calls of `lengths` tokens, with carried state and a residual of zero. */
export async function streamMixer(
  backend: Backend,
  block: BlockConfig,
  x: Given,
  given: Readonly<Record<string, Given>>,
  lengths: readonly number[],
): Promise<Streamed> {
  const { mixer, config } = bindBlock(block, 0);
  const { forward } = engineOf(mixer);
  const [B = 1, L = 1, D = 1] = x.shape;
  const tape = new Tape({ training: false });
  const written: [Tensor, ArrayLike<number>][] = [];
  const persistent = (name: string, shape: readonly number[], data?: ArrayLike<number>): Tensor => {
    const tensor = tape.tensor(name, shape, 'persistent');
    if (data) written.push([tensor, data]);
    return tensor;
  };
  const tensors = new Map(
    Object.entries(given).map(([name, { shape, data }]) => [
      name,
      { name, shape, data: persistent(name, shape, data) },
    ]),
  );
  const states = new Map(mixer.state(config, D, L).map(({ name, shape }) => [name, persistent(name, [B, ...shape])]));
  const calls: { first: number; y: Tensor }[] = [];
  let first = 0;
  for (const length of lengths) {
    const shape = [B, length, D];
    const cursor = tape.constant('cursor', [4], Int32Array.of(first, 0, 0, 0));
    const part = partOf(x, first, length);
    const input = (name: string, data: ArrayLike<number>): Var => ({ shape, data: persistent(name, shape, data) });
    const mixed = forward({
      tape,
      config,
      parameter: name => find(tensors, name),
      x: input('x', part),
      residual: input('residual', new Float64Array(part.length)),
      B,
      L: length,
      D,
      carry: { state: name => find(states, name), cursor },
      first: cursor,
    });
    const y = persistent('y', shape);
    tape.run(copy, { source: mixed.data, destination: y }, firstElements(part.length));
    calls.push({ first, y });
    first += length;
  }
  const plan = await Plan.make(backend, { lists: { forward: tape.forward }, placed: () => undefined });
  for (const [tensor, data] of written) plan.write(tensor, Float64Array.from(data));
  await plan.run(['forward']);
  const read = async (tensor: Tensor): Promise<Float64Array> => {
    return Float64Array.from(await plan.read(tensor));
  };
  const y = new Float64Array(B * L * D);
  for (const call of calls) {
    const values = await read(call.y);
    const width = values.length / B;
    for (let b = 0; b < B; b++) y.set(values.subarray(b * width, (b + 1) * width), (b * L + call.first) * D);
  }
  const left = new Map<string, State>();
  for (const [name, tensor] of states) left.set(name, { shape: tensor.shape, values: await read(tensor) });
  plan.destroy();
  return { y, states: left };
}

/** Tokens `first` to `first + length` of x (B, L, D). */
function partOf({ shape: [B = 1, L = 1, D = 1], data }: Given, first: number, length: number): number[] {
  const all = Array.from(data);
  return Array.from({ length: B }, (_, b) => all.slice((b * L + first) * D, (b * L + first + length) * D)).flat();
}

function find<T>(known: ReadonlyMap<string, T>, name: string): T {
  const found = known.get(name);
  if (found === undefined) throw new Error(`the test gives no '${name}'`);
  return found;
}
