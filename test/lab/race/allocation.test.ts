import { describe, expect, it } from 'vitest';
import { MemoryError } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { samplePositions } from '../../../src/lab/experiments/instruments/sample_positions';
import { GradientProbe } from '../../../src/lab/inspect/gradient_probe';
import { Inspector } from '../../../src/lab/inspect/inspector';
import { KeptForward } from '../../../src/lab/inspect/kept_forward';
import { calibrate, variedDispatches } from '../../../src/lab/measure/calibration';
import { recordedSubject } from '../../../src/lab/measure/recorded';
import { trainingCase } from '../../../src/lab/measure/training';
import { StreamEvaluation } from '../../../src/lab/race/stream_evaluation';
import { Trainer } from '../../../src/lab/race/trainer';
import { recordTraining } from '../../../src/lab/race/training_recording';
import { CarriedState } from '../../../src/lab/recording/carried_state';
import { carriedLogits, parallelLogits } from '../../../src/lab/sampling/logits';
import { Sampler } from '../../../src/lab/sampling/sampler';
import { ParameterArena } from '../../../src/models/arena';
import { defineModel } from '../../../src/models/model';
import { openTask } from '../../../src/tasks/registry';
import { FailingBackend } from '../../support/failing_backend';
import { initialWeights } from '../../support/initial_weights';

const model = defineModel({ vocab_size: 5, d_model: 4, blocks: [{ mixer: 'mamba' }, { mixer: 'attention' }] });
const tokens = Int32Array.of(1, 2, 3, 4, 0, 1);
const shape = { B: 1, L: 6 };
const task = openTask({ name: 'text', length: 6, source: 'own' }, 1, {
  corpus: async () => '',
  ownText: 'abcd'.repeat(50),
});

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
    'Inspector',
    async (backend, parameters) => {
      const inspector = new Inspector(backend, await task, model, parameters);
      try {
        for (const text of ['abcabc', 'abca'])
          await inspector.inspect({ contender: 0, input: { kind: 'text', text }, position: null });
      } catch (error) {
        inspector.destroy();
        throw error;
      }
      return () => inspector.destroy();
    },
  ],
  [
    'a kernel that is measured',
    async backend => {
      const subject = await recordedSubject(backend, recordTraining(model, shape).lists.forward);
      return () => subject.destroy();
    },
  ],
  [
    'training that is measured',
    async backend => {
      const subject = await trainingCase({ ...shape, name: '', V: 5, D: 4, blocks: [{ mixer: 'rnn' }] }).ours(backend);
      return () => subject.destroy();
    },
  ],
  [
    'positions that are sampled',
    async backend => {
      const how = { naive: false, tokens: 2, samples: 3, seconds: 60, seed: 1 };
      const costs = await samplePositions(backend, model, [8, 16], how, new AbortController().signal, () => {});
      if (costs.some(({ status }) => status === 'out of memory')) throw new MemoryError('as the row says');
      return () => {};
    },
  ],
  [
    'calibration',
    async backend => {
      const dispatches = variedDispatches([{ model, shape }]).slice(0, 1);
      const adapter = { subgroups: false };
      await calibrate(
        backend,
        adapter,
        dispatches,
        () => true,
        () => false,
      );
      return () => {};
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

describe('a race without room leaves nothing allocated', () => {
  it.each(works)('%s, whichever call fails', async (_, work) => {
    const backend = new FailingBackend();
    const parameters = await ParameterArena.make(backend, model);
    parameters.write(initialWeights(model, 1));
    const { bytes } = backend.counters;
    const { prepared } = backend;
    let failures = 0;
    for (;;) {
      backend.left = failures;
      const outcome = await work(backend, parameters).catch(error => error);
      if (typeof outcome === 'function') {
        outcome();
        break;
      }
      expect(outcome).toBeInstanceOf(MemoryError);
      expect(backend.counters.bytes, `call ${failures}`).toBe(bytes);
      expect(backend.prepared, `call ${failures}`).toBe(prepared);
      failures++;
    }
    expect(failures).toBeGreaterThan(0);
    expect(backend.counters.bytes).toBe(bytes);
    expect(backend.prepared).toBe(prepared);
  });
});

describe('a race without room is refused before anything is allocated', () => {
  const refused = async (work: (backend: TwinBackend, parameters: ParameterArena) => Promise<unknown>) => {
    const backend = new TwinBackend();
    const parameters = await ParameterArena.make(backend, model);
    const { buffers } = backend.counters;
    await expect(work(backend, parameters)).rejects.toThrow(MemoryError);
    expect(backend.counters.buffers).toBe(buffers);
  };

  it('a KV cache of one memory too many', () => refused(backend => CarriedState.make(backend, model, 1, 2 ** 27)));
  it('a KV cache of too large memories', () => refused(backend => CarriedState.make(backend, model, 1, 2 ** 29)));
  it('an inspection', () => refused((backend, parameters) => KeptForward.make(backend, model, parameters, 2 ** 25)));
  it('a memory that this machine cannot give', () =>
    refused(backend => backend.allocate('far too large', 'f32', 2 ** 53 - 4)));
});
