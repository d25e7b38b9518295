import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReplayClock } from '../../src/ui/stores/replay_clock';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const made = () => new ReplayClock({ usualPace: () => 2, picture: 100 });

test('a replay goes at its pace to its end, where the whole is shown, and then again from the start', () => {
  const clock = made();
  clock.run('a', 1000);
  vi.advanceTimersByTime(300);
  expect(clock.store.getState()).toMatchObject({ of: 'a', time: 600, running: true });
  clock.store.setState({ pace: 1 });
  vi.advanceTimersByTime(300);
  expect(clock.store.getState().time).toBe(900);
  vi.advanceTimersByTime(100);
  expect(clock.store.getState()).toMatchObject({ time: null, running: false });
  clock.run('a', 1000);
  expect(clock.store.getState()).toMatchObject({ time: 0, running: true });
});

test('a replay that is held goes on from there, at the same pace however soon it goes on', () => {
  const clock = made();
  clock.run('a', 10_000);
  vi.advanceTimersByTime(200);
  clock.pause();
  clock.run('a', 10_000);
  vi.advanceTimersByTime(200);
  expect(clock.store.getState().time).toBe(800);
  clock.pause();
  vi.advanceTimersByTime(1000);
  expect(clock.store.getState().time).toBe(800);
});

test('a replay that is moved while it runs goes on; one that was held stays held, and another begins anew', () => {
  const clock = made();
  clock.run('a', 10_000);
  clock.seek('a', 4000);
  vi.advanceTimersByTime(100);
  expect(clock.store.getState().time).toBe(4200);
  clock.pause();
  clock.seek('a', 100);
  vi.advanceTimersByTime(500);
  expect(clock.store.getState()).toMatchObject({ time: 100, running: false });
  clock.run('b', 10_000);
  expect(clock.store.getState()).toMatchObject({ of: 'b', time: 0, running: true });
});

test('with reduced motion a replay moves in steps of a quarter of a second', () => {
  vi.stubGlobal('window', { matchMedia: () => ({ matches: true }) });
  const clock = made();
  clock.run('a', 10_000);
  vi.advanceTimersByTime(240);
  expect(clock.store.getState().time).toBe(0);
  vi.advanceTimersByTime(10);
  expect(clock.store.getState().time).toBe(500);
});
