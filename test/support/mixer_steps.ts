import { expect } from 'vitest';
import type { BackendKind } from '../../src/gpu/backend';
import { carriedLogits, parallelLogits } from '../../src/lab/sampling/logits';
import { ParameterArena } from '../../src/models/arena';
import type { BlockConfig } from '../../src/models/config';
import { stateBytes } from '../../src/models/cost';
import { defineModel } from '../../src/models/model';
import { backends } from './backends';
import { initialWeights } from './initial_weights';
import { expectClose, randoms } from './numbers';

/** Fails if the logits of a model of two such blocks token by token, or after a prefill, differ from those of the parallel form. */
export async function expectStepsEqualParallel(kind: BackendKind, d_model: number, block: BlockConfig) {
  const model = defineModel({ vocab_size: 11, d_model, blocks: [block, block] });
  const [B, L] = [2, 41];
  const tokens = Int32Array.from(randoms(B * L, 3), value => Math.floor((value + 1) * 5.5) % 11);
  const backend = await backends[kind]();
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(initialWeights(model, 5));
  const parallel = await parallelLogits(backend, model, parameters, { B, L }, tokens);
  for (const pieces of [[1], [23, 1], [5, 17, 1, 1]]) {
    const carried = await carriedLogits(backend, model, parameters, { B, L }, tokens, pieces);
    expectClose(carried, parallel, { relative: 0, absolute: 1e-4 }, `pieces ${pieces}`);
  }
  expect(stateBytes(model, L)).toBeGreaterThan(0);
  parameters.free();
}
