import { sizeOf } from '../../src/gpu/tensor';
import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';
import { engineOf } from '../../src/models/engines';
import { randoms } from './numbers';
import type { Given, OpCase } from './op';

/** The carried state of a mixer before the first token of B sequences of up to `capacity` tokens. */
export function freshCarry(block: BlockConfig, B: number, D: number, capacity: number): Record<string, Given> {
  const { mixer, config } = bindBlock(block, 0);
  const states = mixer.state(config, D, capacity).map(({ name, shape }): [string, Given] => {
    const own = [B, ...shape];
    return [name, { shape: own, data: new Float64Array(sizeOf(own)) }];
  });
  return { ...Object.fromEntries(states), cursor: { shape: [4], data: new Int32Array(4) } };
}

/** A mixer by itself as an op, with the parameters by name. A residual that is not given is zero. */
export function mixerOp(
  block: BlockConfig,
  { x, residual, ...parameters }: Readonly<Record<string, Given>> & { readonly x: Given },
  carried?: Readonly<Record<string, Given>>,
): OpCase {
  const { mixer, config } = bindBlock(block, 0);
  const [B = 1, L = 1, D = 1] = x.shape;
  return {
    inputs: { x, residual: residual ?? { shape: x.shape, data: new Float64Array(sizeOf(x.shape)) } },
    parameters,
    carried,
    record(tape, input, parameter, state) {
      const carry = carried && { state, cursor: state('cursor') };
      const call = { tape, config, parameter, x: input('x'), residual: input('residual'), B, L, D };
      return { y: engineOf(mixer).forward({ ...call, carry, first: carry?.cursor }) };
    },
  };
}

/** A mixer by itself, with weights large enough for every nonlinearity to matter. */
export function mixerCase(
  block: BlockConfig,
  B: number,
  L: number,
  D: number,
  carried?: Readonly<Record<string, Given>>,
): OpCase {
  const { mixer, config } = bindBlock(block, 0);
  const parameters = mixer.parameters(config, D).map((spec, index): [string, Given] => {
    const values = new Float32Array(sizeOf(spec.shape));
    const noise = randoms(values.length, 50 + index, 0.3);
    spec.initialise(values, { uniform: () => 0.5, normal: () => 0 });
    return [
      spec.name,
      { shape: spec.shape, data: Float64Array.from(values, (value, i) => Math.fround(value + noise[i])) },
    ];
  });
  const shape = [B, L, D];
  const given = {
    ...Object.fromEntries(parameters),
    x: { shape, data: randoms(B * L * D, 1) },
    residual: { shape, data: randoms(B * L * D, 2) },
  };
  return mixerOp(block, given, carried);
}
