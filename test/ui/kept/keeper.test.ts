import { beforeEach, expect, test } from 'vitest';
import { Keeper, PATIENCE_MILLISECONDS, SAVE_MILLISECONDS } from '../../../src/ui/kept/keeper';
import type { RaceOnPage } from '../../../src/ui/kept/run_of_race';
import { initialKeeping, keepingStore } from '../../../src/ui/stores/keeping';
import { atStep, locksInMemory, pageRace, storeInMemory } from '../../support/kept';
import { madeUpRace } from '../../support/runs';

const race = pageRace(madeUpRace());
const resting = (on: RaceOnPage): RaceOnPage => ({ ...on, race: { ...on.race, playing: false } });
const identityOf = (page: number) => ({ id: `0000000${page}`, created: '2026-11-29T20:00:00.000Z', lineage: null });

function keeping(before?: () => Promise<void> | void, wasOpened = false) {
  const memory = storeInMemory(before);
  const { locks, own } = locksInMemory();
  const clock = { now: 0 };
  const keeper = new Keeper({
    store: memory.store,
    locks,
    identityOf,
    wasOpened: () => wasOpened,
    now: () => clock.now,
  });
  return { ...memory, keeper, own, clock };
}

beforeEach(() => keepingStore.setState(initialKeeping, true));

test('a note is saved with the race at rest, also with one that was opened', async () => {
  for (const wasOpened of [false, true]) {
    const { keeper, saves, map } = keeping(undefined, wasOpened);
    const on = resting(atStep(race, 3));
    keeper.look(on);
    await keeper.settled();
    expect(saves).toHaveLength(wasOpened ? 0 : 1);
    keeper.look({ ...on, race: { ...on.race, marks: [{ step: 2, text: 'here' }] } });
    await keeper.settled();
    expect([...map.values()].map(({ run }) => run.marks)).toEqual([[{ step: 2, text: 'here' }]]);
    expect(saves).toHaveLength(wasOpened ? 1 : 2);
  }
});

test('the first steps are saved once all members have some, later ones every few seconds, and the last ones when it rests', async () => {
  const { keeper, saves, clock, own } = keeping();
  const look = async (on: RaceOnPage): Promise<void> => {
    keeper.look(on);
    await keeper.settled();
  };
  const ofFirst = (on: RaceOnPage, others: number): RaceOnPage => ({
    ...on,
    snapshot: {
      ...on.snapshot,
      contenders: on.snapshot.contenders.map((own, i) =>
        i === 0 ? own : (atStep(on, others).snapshot.contenders[i] ?? own),
      ),
    },
  });
  await look(atStep(race, 0));
  await look(ofFirst(atStep(race, 3), 0));
  expect(saves).toEqual([]);
  await look(atStep(race, 3));
  clock.now = SAVE_MILLISECONDS - 1;
  await look(atStep(race, 4));
  expect(saves.map(({ step }) => step)).toEqual([3]);
  clock.now = SAVE_MILLISECONDS;
  await look(ofFirst(atStep(race, 9), 3));
  expect(saves).toHaveLength(1);
  await look(atStep(race, 5));
  clock.now += SAVE_MILLISECONDS + PATIENCE_MILLISECONDS;
  await look(ofFirst(atStep(race, 9), 5));
  await look(ofFirst(atStep(race, 9), 6));
  expect(
    saves.map(({ step }) => step),
    'a slow member is not waited for forever',
  ).toEqual([3, 5, 5]);
  await look(resting(ofFirst(atStep(race, 9), 6)));
  expect(saves, 'its last steps are not all in snapshots yet').toHaveLength(3);
  await look(resting(atStep(race, 9)));
  await look(resting(atStep(race, 9)));
  expect(saves.map(({ step, next }) => [step, next])).toEqual([
    [3, 'offer'],
    [5, 'offer'],
    [5, 'offer'],
    [9, 'offer'],
  ]);
  expect([...own]).toEqual(['00000001']);
  expect(keepingStore.getState().saved).toMatchObject({ id: '00000001', step: 9 });
});

test('a race that was opened is not saved again until it has trained; one that gives way untouched leaves no copy', async () => {
  const { keeper, saves } = keeping(undefined, true);
  keeper.look(resting(atStep(race, 5)));
  keeper.leave(resting(atStep(race, 5)));
  await keeper.settled();
  expect(saves).toEqual([]);
  keepingStore.setState({ saved: { id: '00000002', step: 5, at: 0, bytes: 1 } });
  const second = { ...race, race: { ...race.race, runId: 2 } };
  keeper.look(atStep(second, 5));
  keeper.look(atStep(second, 6));
  keeper.leave(atStep(second, 6));
  await keeper.settled();
  expect(
    saves.map(({ step, next }) => [step, next]),
    'a stored one rests once it has given way',
  ).toEqual([
    [6, 'offer'],
    [6, 'nothing'],
  ]);
});

test('saves never overlap, and of those that wait the newest wins', async () => {
  const gates: (() => void)[] = [];
  let open = 0;
  let most = 0;
  const { keeper, saves } = keeping(async () => {
    most = Math.max(most, ++open);
    await new Promise<void>(go => gates.push(go));
    open--;
  });
  for (const step of [1, 2, 3, 4]) keeper.look(resting(atStep(race, step)));
  await expect.poll(() => gates.length).toBe(1);
  gates[0]?.();
  await expect.poll(() => gates.length).toBe(2);
  gates[1]?.();
  await keeper.settled();
  expect(most).toBe(1);
  expect(saves.map(({ step }) => step)).toEqual([1, 4]);
});

test('a race that gives way is saved as it is and rests; the next one has another id, also while the first is being saved', async () => {
  const { keeper, map, own } = keeping();
  keeper.look(atStep(race, 2));
  keeper.leave(atStep(race, 8));
  const next = atStep({ ...race, race: { ...race.race, runId: 2 } }, 1);
  keeper.look(next);
  await keeper.settled();
  await expect.poll(() => [...own]).toEqual(['00000002']);
  expect([...map].map(([id, { run, next }]) => [id, run.members[0]?.trainer?.steps, next])).toEqual([
    ['00000001', 8, 'nothing'],
    ['00000002', 1, 'offer'],
  ]);
  expect(keepingStore.getState().saved).toMatchObject({ id: '00000002' });
});

test('a finished race rests, a race whose GPU is gone goes on by itself', async () => {
  const { keeper, saves } = keeping();
  const members = race.race.members.map(member => ({ ...member, status: 'finished' as const }));
  const finished = { ...race, race: { ...race.race, playing: false, members } };
  keeper.look(atStep(finished, 90));
  keeper.leave(atStep(finished, 90));
  await keeper.settled();
  const trouble = { failure: 'no_device', message: 'The GPU was lost.', contender: null } as const;
  keeper.look(atStep({ ...race, race: { ...race.race, runId: 2, trouble } }, 4));
  await keeper.settled();
  expect(saves.map(({ step, next }) => [step, next])).toEqual([
    [90, 'nothing'],
    [4, 'go_on'],
  ]);
});

test('a full disk is told, training goes on, and the next save tries again after a while, or when there is room', async () => {
  let refusal: unknown = new DOMException('', 'QuotaExceededError');
  const { keeper, saves, map, clock } = keeping(() => {
    if (refusal) throw refusal;
  });
  keeper.look(atStep(race, 2));
  await keeper.settled();
  expect(keepingStore.getState()).toMatchObject({ saved: null, refusal: { why: 'its storage is full', full: true } });
  clock.now = 1000;
  keeper.look(atStep(race, 3));
  await keeper.settled();
  expect(saves).toHaveLength(1);
  refusal = new Error('it gives the page no database');
  clock.now = SAVE_MILLISECONDS;
  keeper.look(atStep(race, 4));
  await keeper.settled();
  expect(keepingStore.getState().refusal).toEqual({ why: 'it gives the page no database', full: false });
  refusal = undefined;
  keeper.look(atStep(race, 4), true);
  await keeper.settled();
  expect(map.size).toBe(1);
  expect(keepingStore.getState()).toMatchObject({ refusal: null, saved: { step: 4 } });
});
