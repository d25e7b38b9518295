import { describe, expect, it } from 'vitest';
import { MemoryError } from '../../../src/gpu/backend';
import type { Plan } from '../../../src/gpu/plan';
import { recordProbe } from '../../../src/lab/inspect/gradient_probe';
import { recordKept } from '../../../src/lab/inspect/kept_forward';
import { recordPiece } from '../../../src/lab/race/stream_evaluation';
import { recordTraining } from '../../../src/lab/race/training_recording';
import { CarriedState } from '../../../src/lab/recording/carried_state';
import type { Owner, Recording } from '../../../src/lab/recording/recording';
import { recordLogits } from '../../../src/lab/sampling/logits';
import { recordNaiveStep, recordPrefill, recordStep } from '../../../src/lab/sampling/sampling_recordings';
import { Sequence } from '../../../src/lab/sampling/sequence';
import { ParameterArena } from '../../../src/models/arena';
import { defineModel, type Model } from '../../../src/models/model';
import { mixers } from '../../../src/models/registry';
import { layOutStates } from '../../../src/models/state_layout';
import { FailingBackend } from '../../support/failing_backend';

const L = 6;
const CAPACITY = 9;
const shape = { B: 1, L };
const choosing = { temperature: 1, topK: 0, seed: 1, naive: false };

const kinds: Readonly<Record<string, (model: Model) => Pick<Recording<string, unknown>, 'plan' | 'memories'>>> = {
  training: model => recordTraining(model, shape),
  evaluation: model => recordPiece(model, shape, layOutStates(model, 1, CAPACITY).entries),
  logits: model => recordLogits(model, shape),
  'logits with carried state': model => recordLogits(model, shape, layOutStates(model, 1, CAPACITY).entries),
  'gradient probe': model => recordProbe(model, shape),
  inspection: model => recordKept(model, L),
  prefill: model => recordPrefill(model, CAPACITY, layOutStates(model, 1, CAPACITY).entries, L),
  'a step': model => recordStep(model, CAPACITY, layOutStates(model, 1, CAPACITY).entries),
  'a naive step': model => recordNaiveStep(model, CAPACITY, L),
};

/** Memories that recordings are given and do not allocate. */
async function ownersOf(backend: FailingBackend, model: Model): Promise<readonly Owner[]> {
  const parameters = await ParameterArena.make(backend, model);
  const sequence = await Sequence.make(backend, CAPACITY, choosing);
  return [parameters, sequence, await CarriedState.make(backend, model, 1, CAPACITY)];
}

describe.each(mixers.map(({ name }) => name))('recordings of %s', mixer => {
  const model = defineModel({ vocab_size: 5, d_model: 8, blocks: [{ mixer, mlp: 12 }] });

  it.each(Object.entries(kinds))('%s leaves nothing behind, whichever call fails', async (_, record) => {
    const backend = new FailingBackend();
    const owners = await ownersOf(backend, model);
    const { bytes } = backend.counters;
    const recording = record(model);
    expect(backend.counters.bytes, 'of a recording').toBe(bytes);
    let plan: Plan | undefined;
    let failures = 0;
    while (!plan) {
      backend.left = failures;
      const outcome = await recording.plan(backend, owners).catch(error => error);
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(MemoryError);
        expect(backend.counters.bytes, `call ${failures}`).toBe(bytes);
        expect(backend.prepared, `call ${failures}`).toBe(0);
        failures++;
      } else plan = outcome;
    }
    expect(failures).toBeGreaterThan(0);
    plan.destroy();
    expect(backend.counters.bytes).toBe(bytes);
    expect(backend.prepared).toBe(0);
  });

  it('training takes what its recording says', async () => {
    const backend = new FailingBackend();
    const owners = await ownersOf(backend, model);
    const { bytes } = backend.counters;
    const recording = recordTraining(model, shape);
    await recording.plan(backend, owners);
    const planned = recording.memories().reduce((sum, memory) => sum + memory.bytes, 0);
    expect(backend.counters.bytes - bytes).toBe(planned);
  });
});
