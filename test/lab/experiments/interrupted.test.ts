import { expect, it, vi } from 'vitest';
import { CpuBackend } from '../../../src/gpu/cpu';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { runExperiment } from '../../../src/lab/experiments/run_experiment';
import { gpuBackend } from '../../support/gpu';
import { materials, tiny } from './tiny';

it.each(['training_cost', 'sampling_cost'])('%s hears a cancel within a step, and starts none after it', async name => {
  const backend = new CpuBackend();
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
});

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
  '%s does not train what would hold the adapter, and names the way out',
  async name => {
    const backend = new CpuBackend();
    vi.spyOn(backend, 'longestPart').mockReturnValue(2000);
    const run = { backend, materials, params: tiny[name]?.params ?? {}, signal: new AbortController().signal };
    const { rows, ended, error } = await runExperiment(findExperiment(name), run);
    expect([ended, rows]).toEqual(['failed', []]);
    expect(String(error)).toMatch(/would hold this adapter for 2\.0 s at a time\. Use a shorter length/);
    expect(backend.counters).toMatchObject({ bytes: 0, dispatches: 0 });
  },
);
