import { expect, test } from 'vitest';
import { parseRun } from '../../../src/lab/runs/parse_run';
import { runOfRace } from '../../../src/ui/kept/run_of_race';
import { pageRace } from '../../support/kept';
import { madeUpRace } from '../../support/runs';

const kept = madeUpRace();
const identity = { id: kept.id, created: kept.created, lineage: kept.lineage };

test('the race on the page becomes a run that can be read: its text, colours, curves, samples, weights, and moments', () => {
  const on = pageRace(kept);
  const run = runOfRace(on, identity, new Date(kept.saved));
  expect(run).toEqual({
    ...kept,
    ...{ notes: '', pinned: false, ownSound: null, engine: { ...kept.engine, build: expect.any(String) } },
    members: kept.members.map(member => ({
      ...member,
      status: 'waiting',
      latency: { carried: expect.anything(), naive: expect.anything() },
    })),
  });
  expect(parseRun(structuredClone(run))).toEqual(run);
  expect(run?.members[0]?.curve.step.buffer).not.toBe(on.race.members[0]?.curve.step.view().buffer);
});

test('a race without a kept step, or that is not loaded, is no run yet', () => {
  const on = pageRace(kept);
  const none = { playing: true, contenders: on.snapshot.contenders.map(own => ({ ...own, trainer: undefined })) };
  expect(runOfRace({ ...on, snapshot: none }, identity)).toBeUndefined();
  expect(runOfRace(pageRace(kept, { task: null }), identity)).toBeUndefined();
});
