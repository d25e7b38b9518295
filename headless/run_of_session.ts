import type { RunConfig } from '../src/lab/config/config';
import { tokenTexts } from '../src/lab/race/contender_facts';
import { firstNotFinite } from '../src/lab/race/first_not_finite';
import type { RunRecorder } from '../src/lab/race/run_recorder';
import type { Session } from '../src/lab/race/session';
import { type ContenderSnapshot, stillWaiting } from '../src/lab/race/snapshot';
import { raceName } from '../src/lab/runs/race_name';
import { newRunId, type RaceRun } from '../src/lab/runs/run';
import { runStep } from '../src/lab/runs/run_summary';
import { latencyColumnsOf } from '../src/lab/sampling/latency';
import type { OpenBackend } from '../src/lab/worker/open_backend';
import type { Materials } from '../src/tasks/task';
import { engineHere } from './engine_here';

/** A session at rest, and what it does not know of its run. */
export interface KeptRace {
  readonly session: Session;
  readonly opened: OpenBackend;
  readonly recorder: RunRecorder;
  /** As it was asked for. */
  readonly config: RunConfig;
  readonly materials: Materials;
  /** The run that it went on from. */
  readonly before: RaceRun | undefined;
  readonly created: Date;
}

/** A race as a run. One that went on is a new run with the earlier one in its lineage, and with its name, notes, latencies, and samples. */
export function runOfSession({ session, opened, recorder, config, materials, before, created }: KeptRace): RaceRun {
  const curves = recorder.curves();
  return {
    kind: 'race',
    id: newRunId(),
    name: before?.name ?? raceName(config),
    notes: before?.notes ?? '',
    pinned: false,
    created: created.toISOString(),
    saved: new Date().toISOString(),
    engine: engineHere(opened, before),
    lineage: before ? { id: before.id, step: runStep(before) } : null,
    config,
    slots: before?.slots ?? config.contenders.map((_, place) => place),
    vocabulary: tokenTexts(session.race.task.vocabulary),
    ...(before?.marks ? { marks: before.marks } : {}),
    ownText: materials.ownText ?? null,
    ownSound: materials.ownSound?.slice() ?? null,
    ownMusic: materials.ownMusic?.slice() ?? null,
    members: session.contenders.map(({ snapshot }, index) => {
      const { status, goal, seconds, offset, stages } = snapshot;
      const trainer = finite(snapshot.trainer);
      const curve = curves[index];
      if (!curve) throw new RangeError(`there is no member ${index}`);
      const none = latencyColumnsOf(() => new Float64Array(0));
      const latency = before?.members[index]?.latency ?? { carried: none, naive: none };
      const waiting = stillWaiting({ ...snapshot, trainer }, curve.step.length);
      const more = {
        ...(offset ? { offset } : {}),
        ...(stages ? { stages } : {}),
        ...(trainer ? { trainer } : {}),
        ...(waiting ? { waiting } : {}),
      };
      return { status, goal, seconds, ...more, curve, latency };
    }),
    samples: before?.samples ?? [],
  };
}

/** Undefined for weights that are not finite: no file holds them, and the run goes on from the first ones. */
function finite(trainer: ContenderSnapshot['trainer']): ContenderSnapshot['trainer'] {
  const { parameters, moments, stream } = trainer ?? {};
  const values = [parameters, moments, stream?.values].flatMap(own => own ?? []);
  return values.every(own => firstNotFinite(own) < 0) ? trainer : undefined;
}
