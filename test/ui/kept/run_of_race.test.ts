import { expect, test } from 'vitest';
import { curveColumnsOf } from '../../../src/lab/race/curve';
import { parseRun } from '../../../src/lab/runs/parse_run';
import { runOfRace } from '../../../src/ui/kept/run_of_race';
import { appendPoints } from '../../../src/ui/stores/curve';
import { pageRace } from '../../support/kept';
import { madeUpRace } from '../../support/runs';

const kept = madeUpRace();
const identity = { id: kept.id, created: kept.created, lineage: kept.lineage };

test('the race on the page becomes a run that can be read: its text, colours, curves, samples, weights, and moments', () => {
  const on = pageRace(kept);
  const run = runOfRace(on, identity, new Date(kept.saved));
  expect(run).toEqual({
    ...kept,
    ...{
      notes: '',
      pinned: false,
      ownSound: null,
      ownMusic: null,
      engine: { ...kept.engine, build: expect.any(String) },
    },
    members: kept.members.map(member => ({
      ...member,
      status: 'waiting',
      latency: { carried: expect.anything(), naive: expect.anything() },
    })),
  });
  expect(parseRun(structuredClone(run))).toEqual(run);
  expect(run?.members[0]?.curve.step.buffer).not.toBe(on.race.members[0]?.curve.step.view().buffer);
});

test('a race without a kept step, or whose tokens are not known, is no run yet', () => {
  const on = pageRace(kept);
  const none = { playing: true, contenders: on.snapshot.contenders.map(own => ({ ...own, trainer: undefined })) };
  expect(runOfRace({ ...on, snapshot: none }, identity)).toBeUndefined();
  const opening = pageRace(kept, { task: null });
  expect(runOfRace(opening, identity)).toBeUndefined();
  expect(runOfRace({ ...opening, vocabulary: kept.vocabulary }, identity)).toMatchObject({ id: kept.id });
});

test('points that wait for a validation are kept with their weights, unless the curve has them by now', () => {
  const on = pageRace(kept);
  const [first] = on.snapshot.contenders;
  const steps = on.race.members[0]?.curve.step.length ?? 0;
  const waiting = curveColumnsOf(column => Float64Array.of(column === 'step' ? steps + 1 : 0.5));
  const trainer = first?.trainer && { ...first.trainer, steps: steps + 1 };
  const snapshot = { playing: false, contenders: on.snapshot.contenders.map(own => ({ ...own, trainer, waiting })) };
  expect(runOfRace({ ...on, snapshot }, identity)?.members[0]).toMatchObject({
    waiting,
    trainer: { steps: steps + 1 },
  });
  for (const member of on.race.members) appendPoints(member.curve, waiting);
  expect(runOfRace({ ...on, snapshot }, identity)?.members[0]).not.toHaveProperty('waiting');
});
