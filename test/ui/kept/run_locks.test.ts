import { expect, test } from 'vitest';
import { runLocks } from '../../../src/ui/kept/run_locks';

/** Locks of a browser that two tabs share. */
function manager(): LockManager {
  const held = new Map<string, Promise<unknown>>();
  const request = async (name: string, ...rest: readonly unknown[]): Promise<unknown> => {
    const act = rest.at(-1);
    if (typeof act !== 'function') throw new TypeError('no callback');
    if (held.has(name) && rest.length > 1) return act(null);
    while (held.has(name)) await held.get(name);
    const done = Promise.resolve(act({ name, mode: 'exclusive' }));
    held.set(name, done);
    await done;
    held.delete(name);
    return done;
  };
  const query = async () => ({ held: [...held.keys()].map(name => ({ name })), pending: [] });
  return { request, query } as unknown as LockManager;
}

test('one tab holds a run until it releases it; the other sees it, and learns when it is free', async () => {
  const shared = manager();
  const [first, second] = [runLocks(shared), runLocks(shared)];
  expect(await first.take('a1')).toBe(true);
  expect(await first.take('a1'), 'again, in the same tab').toBe(true);
  expect(await first.isElsewhere('a1')).toBe(false);
  expect(await second.isElsewhere('a1')).toBe(true);
  expect(await second.take('a1')).toBe(false);
  expect(await second.take('b2')).toBe(true);
  let free = false;
  const waiting = second.whenFree('a1').then(() => {
    free = true;
  });
  await second.isElsewhere('a1');
  expect(free).toBe(false);
  first.release('a1');
  await waiting;
  expect(await second.take('a1')).toBe(true);
});

test('a browser without locks holds nothing, and says so', async () => {
  const locks = runLocks(undefined);
  expect(locks.there).toBe(false);
  expect(await locks.take('a1')).toBe(true);
  expect(await locks.isElsewhere('a1')).toBe(false);
});
