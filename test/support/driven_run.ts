import type { RunConfig } from '../../src/lab/config/config';
import { tokenTexts } from '../../src/lab/race/contender_facts';
import type { RaceRun } from '../../src/lab/runs/run';
import { latencyColumnsOf } from '../../src/lab/sampling/latency';
import type { Driven } from './driven_session';
import { madeUpRace } from './runs';

/** The race of a session at rest, with made-up facts and latencies. */
export function runOf({ session, recorder }: Driven, config: RunConfig): RaceRun {
  const made = madeUpRace();
  const none = latencyColumnsOf(() => new Float64Array(0));
  return {
    ...made,
    config,
    slots: config.contenders.map((_, place) => place),
    vocabulary: tokenTexts(session.race.task.vocabulary),
    ownText: null,
    ownSound: null,
    ownMusic: null,
    samples: [],
    members: session.contenders.map(({ snapshot }, index) => {
      const curve = recorder.curves()[index];
      if (!curve) throw new RangeError(`there is no member ${index}`);
      return { ...snapshot, curve, latency: made.members[1]?.latency ?? { carried: none, naive: none } };
    }),
  };
}
