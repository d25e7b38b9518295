import { expect } from 'vitest';
import type { Backend } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { StateTrace } from '../../src/lab/inspect/state_trace';
import type { TensorKind } from '../../src/lab/inspect/tensor_names';
import { TensorProbe, type TensorValues } from '../../src/lab/inspect/tensor_probe';
import { ParameterArena } from '../../src/models/arena';
import type { BlockConfig } from '../../src/models/config';
import { defineModel } from '../../src/models/model';
import { initialWeights } from './initial_weights';
import { expectClose, GRADIENT, OUTPUT, randoms } from './numbers';

const L = 9;
const V = 7;

export const probedSequence = {
  tokens: Int32Array.from(randoms(L, 3), value => Math.floor((value + 1) * 3.5) % V),
  targets: Int32Array.from(randoms(L, 4), value => Math.floor((value + 1) * 3.5) % V),
  omitted: 0,
};

export function probedModel(...blocks: BlockConfig[]) {
  return defineModel({ vocab_size: V, d_model: 8, blocks });
}

/** Fresh weights, the same on every backend. */
export async function probeOf(backend: Backend, ...blocks: BlockConfig[]) {
  const model = probedModel(...blocks);
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(initialWeights(model, 5));
  const probe = await TensorProbe.make(backend, model, parameters, L);
  const trace = await StateTrace.make(backend, model, parameters, L);
  return { model, parameters, probe, trace };
}

interface Found extends TensorValues {
  readonly name: string;
  readonly kind: TensorKind;
}

async function all(backend: Backend, block: BlockConfig): Promise<Found[]> {
  const { probe, parameters, trace } = await probeOf(backend, block);
  const found: Found[] = [];
  for (const { name, kind } of probe.named) {
    const values = await probe.read(name, probedSequence);
    if (values) found.push({ name, kind, ...values });
  }
  const states = (await trace.run(probedSequence.tokens)).flatMap(norms => norms?.series ?? []);
  for (const { name, values } of states) found.push({ name, kind: 'activation', shape: [L], dtype: 'f32', values });
  probe.destroy();
  trace.destroy();
  parameters.free();
  return found;
}

/** Every named tensor, and every norm of a state, as on the twins. */
export async function expectProbesEqualTwins(backend: Backend, block: BlockConfig): Promise<void> {
  const [ours, twins] = [await all(backend, block), await all(new TwinBackend(), block)];
  expect(ours.map(({ name }) => name)).toEqual(twins.map(({ name }) => name));
  for (const [i, { name, kind, values }] of twins.entries()) {
    // What nothing reads of the work memory of a backward pass is not defined, and shaders leave other numbers there.
    if (kind === 'backward' && backend.kind === 'webgpu') continue;
    const tolerance = kind === 'gradient' || kind === 'backward' ? GRADIENT : OUTPUT;
    expectClose(ours[i]?.values ?? [], values, tolerance, name);
  }
}
