import { afterEach, expect, it, vi } from 'vitest';
import type { Run } from '../../../src/lab/runs/run';
import { keepOutcomes } from '../../../src/ui/kept/keep_outcomes';
import {
  beginExperiment,
  experimentsStore,
  initialExperiments,
  receiveExperiment,
} from '../../../src/ui/stores/experiments';
import { initialKeeping, keepingStore } from '../../../src/ui/stores/keeping';
import { runStore } from '../../../src/ui/stores/run';
import { initialRun } from '../../../src/ui/stores/run_state';
import { patience } from '../../support/patience';

const kept: Run[] = [];
keepOutcomes({
  put: async run => {
    if (refuses) throw new DOMException('no room', 'QuotaExceededError');
    kept.push(run);
  },
});
let refuses = false;

const adapter = {
  adapter: 'CPU, 2 threads',
  software: true,
  backend: 'wasm',
  threads: 2,
  wasmBuild: 'relaxed',
} as const;

function begin(name: string) {
  experimentsStore.setState(state => beginExperiment(state, name, { seed: 1 }, adapter), true);
}

function hear(status: 'running' | 'finished' | 'cancelled', rows: readonly Record<string, number>[]) {
  const { experimentId } = experimentsStore.getState();
  const event = { type: 'experiment', experimentId, status, progress: 1, message: '', secondsLeft: null } as const;
  experimentsStore.setState(
    state => receiveExperiment(state, { ...event, seconds: 2, rows, cells: [], summary: ['so'] }),
    true,
  );
}

afterEach(() => {
  kept.length = 0;
  refuses = false;
  experimentsStore.setState(initialExperiments, true);
  keepingStore.setState(initialKeeping, true);
});

it('each run of an experiment that ends with rows is kept under its own id, a cancelled one, too', async () => {
  runStore.setState({ ...initialRun, adapter }, true);
  for (const status of ['finished', 'cancelled'] as const) {
    begin('state_tracking');
    hear('running', [{ length: 8 }]);
    hear(status, [{ length: 16 }]);
  }
  await vi.waitFor(() => expect(kept).toHaveLength(2), patience);
  const [first, second] = kept;
  expect(first?.id).not.toBe(second?.id);
  expect(first).toMatchObject({
    kind: 'experiment',
    name: 'State tracking',
    engine: { backend: 'wasm', adapter: 'CPU, 2 threads' },
    outcome: { experiment: 'state_tracking', ended: 'finished', rows: [{ length: 8 }, { length: 16 }] },
  });
  expect(second).toMatchObject({ outcome: { ended: 'cancelled' } });
});

it('a run that another one of the same experiment replaces is kept with its rows; one without rows is not', async () => {
  runStore.setState({ ...initialRun, adapter }, true);
  begin('scaling');
  hear('running', [{ loss: 2 }]);
  begin('scaling');
  await vi.waitFor(() => expect(kept).toHaveLength(1), patience);
  hear('cancelled', []);
  await Promise.resolve();
  expect(kept).toHaveLength(1);
  expect(kept[0]).toMatchObject({ outcome: { experiment: 'scaling', ended: 'failed', rows: [{ loss: 2 }] } });
});

it('a browser without room says so, and the result stays on the page', async () => {
  runStore.setState({ ...initialRun, adapter }, true);
  refuses = true;
  begin('scaling');
  hear('finished', [{ loss: 2 }]);
  await vi.waitFor(() => expect(keepingStore.getState().refusal).toMatchObject({ full: true }), patience);
  expect(experimentsStore.getState().outcomes.scaling?.rows).toHaveLength(1);
});
