import { describe, expect, it } from 'vitest';
import { MemoryError } from '../../src/gpu/backend';
import { CarriedState } from '../../src/lab/carried_state';
import { GradientProbe } from '../../src/lab/gradient_probe';
import { initialWeights } from '../../src/lab/initial_weights';
import { KeptForward } from '../../src/lab/inspect/kept_forward';
import { carriedLogits, parallelLogits } from '../../src/lab/logits';
import { Sampler } from '../../src/lab/sampler';
import { StreamEvaluation } from '../../src/lab/stream_evaluation';
import { Trainer } from '../../src/lab/trainer';
import { ParameterArena } from '../../src/models/arena';
import { defineModel } from '../../src/models/model';
import { FailingBackend } from '../support/failing_backend';

const model = defineModel({ vocab_size: 5, d_model: 4, blocks: [{ mixer: 'mamba' }, { mixer: 'attention' }] });
const tokens = Int32Array.of(1, 2, 3, 4, 0, 1);
const shape = { B: 1, L: 6 };

type Work = (backend: FailingBackend, parameters: ParameterArena) => Promise<() => void>;

async function sample(
  backend: FailingBackend,
  parameters: ParameterArena,
  naive: boolean,
  path: 'auto' | 'per_layer',
): Promise<() => void> {
  const choosing = { temperature: 1, topK: 0, seed: 1, naive };
  const sampler = await Sampler.make(backend, model, parameters, 40, choosing, path);
  try {
    await sampler.begin({ tokens, read: 3 });
    await sampler.advance(36);
  } catch (error) {
    sampler.destroy();
    throw error;
  }
  return () => sampler.destroy();
}

const works: readonly (readonly [string, Work])[] = [
  [
    'CarriedState',
    async backend => {
      const state = await CarriedState.make(backend, model, 2, 8);
      return () => state.free();
    },
  ],
  [
    'CarriedState of several memories',
    async backend => {
      const large = defineModel({ vocab_size: 5, d_model: 8, blocks: [{ mixer: 'attention' }, { mixer: 'rnn' }] });
      const state = await CarriedState.make(backend, large, 1, 2 ** 20 + 64);
      return () => state.free();
    },
  ],
  ['Sampler, one dispatch', (backend, parameters) => sample(backend, parameters, false, 'auto')],
  ['Sampler, layer by layer', (backend, parameters) => sample(backend, parameters, false, 'per_layer')],
  ['Sampler, naive', (backend, parameters) => sample(backend, parameters, true, 'auto')],
  [
    'parallel logits',
    async (backend, parameters) => {
      await parallelLogits(backend, model, parameters, shape, tokens);
      return () => {};
    },
  ],
  [
    'carried logits',
    async (backend, parameters) => {
      await carriedLogits(backend, model, parameters, shape, tokens, [4, 2]);
      return () => {};
    },
  ],
  [
    'Trainer',
    async backend => {
      const trainer = await Trainer.make(backend, model, shape, initialWeights(model, 1));
      return () => trainer.destroy();
    },
  ],
  [
    'GradientProbe',
    async (backend, parameters) => {
      const probe = await GradientProbe.make(backend, model, parameters, shape);
      return () => probe.destroy();
    },
  ],
  [
    'KeptForward',
    async (backend, parameters) => {
      const kept = await KeptForward.make(backend, model, parameters, 6);
      return () => kept.destroy();
    },
  ],
  [
    'StreamEvaluation',
    async (backend, parameters) => {
      const evaluation = await StreamEvaluation.make(backend, model, parameters, shape);
      try {
        await evaluation.score({ tokens, targets: tokens });
      } catch (error) {
        evaluation.destroy();
        throw error;
      }
      return () => evaluation.destroy();
    },
  ],
];

describe('what there is no room for leaves nothing behind', () => {
  it.each(works)('%s, whichever allocation fails', async (_, work) => {
    const backend = new FailingBackend();
    const parameters = await ParameterArena.make(backend, model);
    parameters.write(initialWeights(model, 1));
    const { bytes } = backend.counters;
    let failures = 0;
    for (;;) {
      backend.left = failures;
      const outcome = await work(backend, parameters).catch(error => error);
      if (typeof outcome === 'function') {
        outcome();
        break;
      }
      expect(outcome).toBeInstanceOf(MemoryError);
      expect(backend.counters.bytes, `allocation ${failures}`).toBe(bytes);
      failures++;
    }
    expect(failures).toBeGreaterThan(0);
    expect(backend.counters.bytes).toBe(bytes);
  });
});
