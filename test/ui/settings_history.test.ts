import { afterEach, beforeEach, expect, test } from 'vitest';
import { presets } from '../../src/lab/config/presets';
import {
  changeTraining,
  configStore,
  duplicateContender,
  removeContender,
  setConfig,
  setContender,
  setTask,
} from '../../src/ui/stores/config';
import { followSettings, redoSettings, undoSettings, useSettingsHistory } from '../../src/ui/stores/settings_history';

let time = 0;
let end = () => {};

beforeEach(() => {
  setConfig(presets[0].config);
  time = 0;
  end = followSettings(() => time);
});
afterEach(() => end());

const setLr = (lr: number) => changeTraining({ ...configStore.getState().config.training, lr });
const lr = () => configStore.getState().config.training.lr;
const steps = () => ({
  past: useSettingsHistory.getState().past.length,
  future: useSettingsHistory.getState().future.length,
});

test('takes changes back in order, and makes them again', () => {
  const first = configStore.getState().config;
  setLr(1e-3);
  time += 1000;
  setTask({ name: 'parity' });
  const last = configStore.getState().config;
  undoSettings();
  expect(configStore.getState().config.task).toEqual(first.task);
  expect(lr()).toBe(1e-3);
  undoSettings();
  expect(configStore.getState().config).toBe(first);
  undoSettings();
  expect(configStore.getState().config).toBe(first);
  redoSettings();
  redoSettings();
  redoSettings();
  expect(configStore.getState().config).toBe(last);
  expect(steps()).toEqual({ past: 2, future: 0 });
});

test('changes without a pause between them are one step', () => {
  const first = configStore.getState().config;
  for (const value of [1e-3, 2e-3, 4e-3]) {
    setLr(value);
    time += 100;
  }
  expect(steps().past).toBe(1);
  undoSettings();
  expect(configStore.getState().config).toBe(first);
});

test('changes of two settings are two steps, however soon one follows the other', () => {
  setLr(1e-3);
  setContender(0, { d_model: 24 });
  setContender(1, { d_model: 24 });
  setContender(1, { d_model: 32 });
  expect(steps().past).toBe(3);
  undoSettings();
  expect(configStore.getState().config.contenders[0]?.d_model).toBe(24);
});

test('a change after an undo is a step of its own, and ends redo', () => {
  setLr(1e-3);
  undoSettings();
  setLr(2e-3);
  expect(steps()).toEqual({ past: 1, future: 0 });
  redoSettings();
  expect(lr()).toBe(2e-3);
});

test('a removed contender comes back with its colour', () => {
  const { config, slots } = configStore.getState();
  duplicateContender(0);
  time += 1000;
  removeContender(0);
  expect(configStore.getState().slots).not.toEqual(slots);
  undoSettings();
  undoSettings();
  expect(configStore.getState()).toMatchObject({ config, slots });
});

test('own text, sound, and music stay as they are', () => {
  setLr(1e-3);
  configStore.setState({ ownText: 'mine' });
  undoSettings();
  expect(configStore.getState().ownText).toBe('mine');
  configStore.setState({ ownText: null });
});

test('a hundred steps are kept, and no more', () => {
  for (let n = 1; n <= 150; n++) {
    setLr(n * 1e-5);
    time += 1000;
  }
  expect(steps().past).toBe(100);
});

test('a copy of a contender has its settings, and a name and a colour of its own', () => {
  setContender(0, { name: 'x'.repeat(40) });
  duplicateContender(0);
  const { config, slots } = configStore.getState();
  const [original, copy] = [config.contenders[0], config.contenders.at(-1)];
  expect(copy).toEqual({ ...original, name: `${'x'.repeat(38)} 2` });
  expect(copy?.blocks[0]).not.toBe(original?.blocks[0]);
  expect(new Set(slots).size).toBe(slots.length);
});
