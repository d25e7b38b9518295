import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Backend } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import type { Dispatch } from '../../../src/gpu/dispatch';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { runExperiment } from '../../../src/lab/experiments/run_experiment';
import { gpuBackend } from '../../support/gpu';
import { materials, tiny } from './tiny';

it.each(['training_cost', 'sampling_cost'])(
  '%s reacts to a cancel within a step, and starts none after it',
  async name => {
    const backend = new TwinBackend();
    const cancel = new AbortController();
    const submit = backend.submit.bind(backend);
    let submits = 0;
    let unheard = 0;
    vi.spyOn(backend, 'submit').mockImplementation((replays, stop, committed) => {
      if (++submits === 3) cancel.abort();
      if (stop !== cancel.signal) unheard++;
      return submit(replays, stop, committed);
    });
    const params = tiny[name]?.params ?? {};
    const run = { backend, materials, params, signal: cancel.signal };
    const { rows, ended } = await runExperiment(findExperiment(name), run);
    expect(ended).toBe('cancelled');
    expect(rows).toEqual([]);
    expect([submits, unheard]).toEqual([3, 0]);
    expect(backend.counters.bytes).toBe(0);
  },
);

it.each(Object.keys(tiny).filter(name => name !== 'training_cost'))(
  '%s gives the signal to everything that it submits',
  async name => {
    const backend = new TwinBackend();
    const { signal } = new AbortController();
    const submit = backend.submit.bind(backend);
    let unheard = 0;
    vi.spyOn(backend, 'submit').mockImplementation((replays, stop, committed) => {
      if (stop !== signal) unheard++;
      return submit(replays, stop, committed);
    });
    const run = { backend, materials, params: tiny[name]?.params ?? {}, signal };
    expect((await runExperiment(findExperiment(name), run)).ended).toBe('finished');
    expect(unheard).toBe(0);
  },
);

it('training_cost does not start a step that would hold the adapter', async () => {
  const backend = await gpuBackend();
  const { bytes, dispatches } = backend.counters;
  const attention = { name: 'Attention', d_model: 8, blocks: [{ mixer: 'attention', heads: 2 }] };
  const params = { shortest: 2 ** 17, longest: 2 ** 17, contenders: [attention] };
  const run = { backend, materials, params, signal: new AbortController().signal };
  const { rows, error } = await runExperiment(findExperiment('training_cost'), run);
  expect(error).toBeUndefined();
  expect(rows).toMatchObject([{ length: 2 ** 17, milliseconds: null, status: 'out of time budget' }]);
  expect(backend.counters).toMatchObject({ bytes, dispatches });
});

it.each(['length_generalisation', 'vanishing_gradients', 'selective_copying_table', 'scaling'])(
  '%s refuses to train what would hold the adapter, and names the fix',
  async name => {
    const backend = new TwinBackend();
    vi.spyOn(backend, 'longestPart').mockReturnValue(2000);
    const run = { backend, materials, params: tiny[name]?.params ?? {}, signal: new AbortController().signal };
    const { rows, ended, error } = await runExperiment(findExperiment(name), run);
    expect([ended, rows]).toEqual(['failed', []]);
    expect(String(error)).toMatch(/would hold this adapter for 2\.0 s at a time\. Use a shorter length/);
    expect(backend.counters).toMatchObject({ bytes: 0, dispatches: 0 });
  },
);

it.each(['length_generalisation', 'vanishing_gradients', 'selective_copying_table', 'scaling'])(
  '%s finds what would hold the adapter in its last contender before the first has trained',
  async name => {
    const backend = new TwinBackend();
    const judged: Pick<Backend, 'longestPart'> = backend;
    vi.spyOn(judged, 'longestPart').mockImplementation(list => (usesAttention(list) ? 2000 : 0));
    const { contenders } = z
      .looseObject({ contenders: z.array(z.looseObject({ name: z.string() })) })
      .parse(tiny[name]?.params);
    const [first] = contenders;
    const long = { ...first, name: 'Long', blocks: [{ mixer: 'attention', heads: 1 }] };
    const params = { ...tiny[name]?.params, contenders: [{ ...first, blocks: [{ mixer: 'rnn' }] }, long] };
    const { rows, error } = await runExperiment(findExperiment(name), {
      backend,
      materials,
      params,
      signal: new AbortController().signal,
    });
    expect(rows).toEqual([]);
    expect(String(error)).toMatch(/Long would hold this adapter for 2\.0 s at a time/);
    expect(backend.counters).toMatchObject({ bytes: 0, dispatches: 0 });
  },
);

it('length_generalisation reads no length, and sampling_cost no position, that would hold the adapter', async () => {
  const backend = await gpuBackend();
  const { bytes } = backend.counters;
  const signal = new AbortController().signal;
  const attention = { name: 'Attention', d_model: 8, blocks: [{ mixer: 'attention', heads: 2 }] };
  const far = 2 ** 20;
  const lengths = {
    train_length: 8,
    steps: 1,
    batch: 1,
    lengths: [8, far],
    fewest: 1,
    most: 1,
    contenders: [attention],
  };
  const tested = await runExperiment(findExperiment('length_generalisation'), {
    backend,
    materials,
    params: lengths,
    signal,
  });
  expect(tested.error).toBeUndefined();
  expect(tested.rows).toMatchObject([
    { length: 8, status: 'measured' },
    { length: far, accuracy: null, status: 'out of time budget' },
  ]);
  const positions = { from: far, limit: far, naive_limit: 0, samples: 1, contenders: [attention] };
  const sampled = await runExperiment(findExperiment('sampling_cost'), {
    backend,
    materials,
    params: positions,
    signal,
  });
  expect(sampled.error).toBeUndefined();
  expect(sampled.rows).toMatchObject([{ position: far, milliseconds: null, status: 'out of time budget' }]);
  expect(backend.counters.bytes).toBe(bytes);
});

function usesAttention(list: readonly Dispatch[]): boolean {
  return list.some(({ kernel }) => kernel.name.startsWith('attention'));
}
