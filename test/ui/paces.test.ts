import { afterEach, beforeEach, expect, test } from 'vitest';
import { mobyDick } from '../../src/lab/config/presets';
import type { Event } from '../../src/lab/worker/protocol';
import { followPaces, paceKey, usePaces } from '../../src/ui/stores/paces';
import { receive } from '../../src/ui/stores/receive';
import { runStore } from '../../src/ui/stores/run';
import { freshRun, initialRun } from '../../src/ui/stores/run_state';

const preset = mobyDick;
const settings = { config: preset.config, slots: [0, 1, 2, 3], ownText: null, ownSound: null, ownMusic: null };
const wasm = { adapter: 'CPU', software: true, backend: 'wasm', threads: 2 } as const;

followPaces();

beforeEach(() => runStore.setState(freshRun({ ...initialRun, adapter: wasm }, 1, settings), true));
afterEach(() => usePaces.setState({ race: '', stepsPerSecond: {} }));

function hear(event: Event, seconds: number): void {
  runStore.setState(state => receive(state, event, seconds), true);
}

/** Trains at two steps a second for four seconds. */
function train(): void {
  hear({ type: 'playing', runId: 1, playing: true }, 0);
  runStore.setState(state => ({ pace: [...state.pace, { seconds: 4, step: 8 }] }));
}

test('a race that paused or finished has the speed of its training', () => {
  train();
  hear({ type: 'playing', runId: 1, playing: false }, 4);
  expect(usePaces.getState().stepsPerSecond).toEqual({ [paceKey(wasm)]: 2 });
});

test('a race that goes on elsewhere keeps the speed it had, where it had it', () => {
  train();
  hear({ type: 'ready', adapter: 'GPU', software: false, backend: 'webgpu' }, 4);
  hear({ type: 'resumed', runId: 1, steps: [8, 8, 8, 8], cause: 'worker', playing: true }, 4);
  expect(usePaces.getState().stepsPerSecond).toEqual({ [paceKey(wasm)]: 2 });
});
