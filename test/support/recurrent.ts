import type { RecurrentOptions, RecurrentParameters } from '../../src/autodiff/ops/recurrent';
import { type Parameter, Tape, type Var } from '../../src/autodiff/tape';
import type { Backend } from '../../src/gpu/backend';
import { Plan } from '../../src/gpu/plan';
import { sizeOf, type Tensor } from '../../src/gpu/tensor';
import { randoms } from './numbers';
import type { Given, OpCase } from './op';

export type Named = Readonly<Record<string, Given>>;

/** One of the ops lstm, gru, rnn. */
export type RecurrentOp = (
  tape: Tape,
  x: Var,
  parameters: RecurrentParameters,
  options?: RecurrentOptions<'h' | 'c'>,
) => Var;

/** Random weights. They are small: with larger ones, differences of rounding grow along a long sequence. */
export function recurrentWeights(gates: number, D: number, H: number): Named {
  const scale = Math.min(1, 1.5 / Math.sqrt(H));
  const random = (shape: number[], seed: number): Given => ({ shape, data: randoms(sizeOf(shape), seed, scale) });
  return {
    weight_ih_l0: random([gates * H, D], 11),
    weight_hh_l0: random([gates * H, H], 12),
    bias_ih_l0: random([gates * H], 13),
    bias_hh_l0: random([gates * H], 14),
  };
}

export function recurrentLayer(parameter: (name: string) => Parameter, index = 0): RecurrentParameters {
  return {
    weightIh: parameter(`weight_ih_l${index}`),
    weightHh: parameter(`weight_hh_l${index}`),
    biasIh: parameter(`bias_ih_l${index}`),
    biasHh: parameter(`bias_hh_l${index}`),
  };
}

export interface RecurrentSizes {
  readonly B: number;
  readonly L: number;
  readonly D: number;
  readonly H: number;
}

export function recurrentCase(
  op: RecurrentOp,
  gates: number,
  { B, L, D, H }: RecurrentSizes,
  withResidual = false,
  segment?: number,
): OpCase {
  return {
    inputs: {
      x: { shape: [B, L, D], data: randoms(B * L * D, 1) },
      ...(withResidual ? { skipped: { shape: [B, L, H], data: randoms(B * L * H, 2) } } : {}),
    },
    parameters: recurrentWeights(gates, D, H),
    record: (tape, input, parameter) => ({
      y: op(tape, input('x'), recurrentLayer(parameter), {
        residual: withResidual ? input('skipped') : undefined,
        segment,
      }),
    }),
  };
}

/** Runs layers over x (B, L, D), `chunk` tokens a call, with carried state. Returns y, and h and (LSTM) c at the end. */
export async function streamRecurrent(
  backend: Backend,
  op: RecurrentOp,
  given: Named,
  layers: number,
  chunk: number,
): Promise<Readonly<Record<'y' | 'h' | 'c', readonly number[]>>> {
  const tape = new Tape({ training: false });
  const placed = new Map<string, Tensor>();
  const place = (name: string, shape: readonly number[]): Tensor => {
    const tensor = placed.get(name) ?? tape.tensor(name, shape, 'persistent');
    placed.set(name, tensor);
    return tensor;
  };
  const [B = 1, L = 1, D = 1] = given.x?.shape ?? [];
  const parameter = (name: string): Parameter => {
    const shape = given[name]?.shape ?? [];
    return { name, shape, data: place(name, shape) };
  };
  const x = place('tokens', [B, chunk, D]);
  const states: { readonly h: Tensor; readonly c: Tensor }[] = [];
  let y: Var = { shape: x.shape, data: x };
  for (let index = 0; index < layers; index++) {
    const [, H = 1] = given[`weight_hh_l${index}`]?.shape ?? [];
    const state = { h: place(`h${index}`, [B, H]), c: place(`c${index}`, [B, H]) };
    states.push(state);
    y = op(tape, y, recurrentLayer(parameter, index), { state: name => state[name] });
  }
  const plan = await Plan.make(backend, { lists: { forward: tape.forward }, placed: () => undefined });
  const read = async (tensor: Tensor): Promise<number[]> => {
    return [...(await plan.read(tensor))];
  };
  for (const [name, tensor] of placed) {
    const values = given[name];
    if (values) plan.write(tensor, Float64Array.from(values.data));
  }
  const H = y.shape[2] ?? 1;
  const all = new Array<number>(B * L * H);
  for (let t = 0; t < L; t += chunk) {
    const part = (width: number, i: number): number =>
      (Math.floor(i / (chunk * width)) * L + t) * width + (i % (chunk * width));
    const tokens = Float64Array.from({ length: B * chunk * D }, (_, i) => Number(given.x?.data[part(D, i)]));
    plan.write(x, tokens);
    await plan.run(['forward']);
    (await read(y.data)).forEach((value, i) => {
      all[part(H, i)] = value;
    });
  }
  const bound = new Set(tape.forward.flatMap(({ buffers }) => Object.values(buffers)));
  const final = async (name: 'h' | 'c'): Promise<number[]> =>
    (await Promise.all(states.map(state => (bound.has(state[name]) ? read(state[name]) : [])))).flat();
  const result = { y: all, h: await final('h'), c: await final('c') };
  plan.destroy();
  return result;
}
