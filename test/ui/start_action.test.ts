import { beforeEach, expect, test } from 'vitest';
import { mobyDick, presets } from '../../src/lab/config/presets';
import type { TaskReport } from '../../src/lab/worker/protocol';
import type { Command } from '../../src/lab/worker/read_command';
import { connect, saveWeights, train } from '../../src/ui/actions';
import { setConfig } from '../../src/ui/stores/config';
import { initialPreferences, preferencesStore, setSample } from '../../src/ui/stores/preferences';
import { runStore } from '../../src/ui/stores/run';
import { freshRun, initialRun } from '../../src/ui/stores/run_state';
import { startAction } from '../../src/ui/tour/start_action';

const sent: Command[] = [];
connect({ send: command => void sent.push(command), snapshot: () => undefined, restart: () => {} });

const report: TaskReport = {
  vocabularySize: 20,
  vocabulary: [],
  length: 64,
  prompt: 'Call me',
  answers: 0,
  baselines: [],
  example: { glyphs: [], targets: [] },
};

/** A preset that is loaded but not training. */
function loaded(name: (typeof presets)[number]['name'], task: Partial<TaskReport>): void {
  const config = presets.find(preset => preset.name === name)?.config ?? mobyDick.config;
  setConfig(config);
  const slots = config.contenders.map((_, slot) => slot);
  const run = freshRun(initialRun, 3, { config, slots, ownText: null, ownSound: null, ownMusic: null });
  const adapter = { adapter: 'some GPU', software: false, backend: 'webgpu' } as const;
  runStore.setState({ ...run, adapter, loaded: true, task: { ...report, ...task } }, true);
  sent.length = 0;
}

beforeEach(() => preferencesStore.setState(initialPreferences));

test('the tour’s button to write tokens continues the task’s prompt, whatever was typed or set before', () => {
  loaded('rnn-race', {});
  setSample({ prompt: 'something else', naive: true, seconds: 1 });
  startAction({ kind: 'sample', label: 'Write 1,024 tokens', tokens: 1024 });
  expect(sent).toMatchObject([
    { type: 'sample', runId: 3, request: { prompt: 'Call me', tokens: 1024, naive: false, temperature: 0.8 } },
  ]);
  expect(sent[0]).not.toHaveProperty('request.naiveBeside');
  expect(sent[0]).not.toHaveProperty('request.seconds');
});

test('on a task with answers it plays the task, greedily, and times its tokens after the last sequence', () => {
  loaded('two-windows', { answers: 2, prompt: '' });
  setSample({ example: 5 });
  startAction({ kind: 'sample', label: 'Write 1,024 tokens', tokens: 1024 });
  expect(sent).toMatchObject([
    {
      type: 'sample',
      request: { prompt: '', tokens: 1024, temperature: 0, topK: 0, play: { first: 5, sequences: 4 } },
    },
  ]);
});

test('training does not begin while the GPU is gone until a reload', () => {
  loaded('two-windows', {});
  const run = runStore.getState();
  runStore.setState({ trouble: { failure: 'no_device', message: 'The GPU was lost.', contender: null } });
  train();
  train(5);
  expect(sent).toEqual([]);
  runStore.setState({ trouble: run.trouble });
  train(5);
  saveWeights(1);
  expect(sent).toMatchObject([
    { type: 'play', steps: 5 },
    { type: 'save', contender: 1 },
  ]);
});
