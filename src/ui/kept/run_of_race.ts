import { build } from 'virtual:engine';
import { choicesOn, type KernelPreferences } from '../../lab/measure/kernel_preferences';
import { type SessionSnapshot, stillWaiting } from '../../lab/race/snapshot';
import { raceName } from '../../lab/runs/race_name';
import type { RaceRun, RunEngine, RunFacts, RunSample } from '../../lab/runs/run';
import { latencyColumnsOf } from '../../lab/sampling/latency';
import type { AdapterReport } from '../../lab/worker/protocol';
import { ownMaterial } from '../check';
import { copyCurve, type Latency } from '../stores/curve';
import { type RunState, slotsOf } from '../stores/run_state';

/** A race on the page with what its worker and its samples add. */
export interface RaceOnPage {
  readonly race: RunState;
  readonly snapshot: SessionSnapshot;
  /** The text of each token; undefined: not known before its task is open. */
  readonly vocabulary: readonly string[] | undefined;
  readonly samples: readonly RunSample[];
  /** The kernels in force. */
  readonly kernels: KernelPreferences;
}

/** Which run a race is, and what was said of it; name, notes, and pin are absent as long as nobody has said anything. */
export type RunIdentity = Pick<RunFacts, 'id' | 'created' | 'lineage'> &
  Partial<Pick<RunFacts, 'name' | 'notes' | 'pinned'>>;

/** The race as a run, with copies of its points. Undefined: its task is not open, or no step of it is kept. */
export function runOfRace(
  { race, snapshot, vocabulary, samples, kernels }: RaceOnPage,
  identity: RunIdentity,
  saved = new Date(),
): RaceRun | undefined {
  const { config, adapter, members, marks, ownText, ownSound, ownMusic } = race;
  if (config === null || vocabulary === undefined || adapter === null) return undefined;
  if (!snapshot.contenders.some(({ trainer }) => (trainer?.steps ?? 0) > 0)) return undefined;
  const own = ownMaterial(config.task);
  return {
    kind: 'race',
    name: raceName(config),
    notes: '',
    pinned: false,
    ...identity,
    saved: saved.toISOString(),
    engine: engineOf(adapter, kernels),
    config,
    slots: slotsOf(members),
    vocabulary,
    ...(marks.length > 0 ? { marks } : {}),
    ownText: own === 'text' ? ownText : null,
    ownSound: own === 'sound' ? (ownSound?.slice() ?? null) : null,
    ownMusic: own === 'music' ? (ownMusic?.slice() ?? null) : null,
    members: members.map(({ status, curve, latency }, index) => {
      const kept = snapshot.contenders[index];
      const { goal = 0, seconds = 0, offset, stages, trainer } = kept ?? {};
      const waiting = kept && stillWaiting(kept, curve.step.length);
      const { carried, naive } = latency;
      return {
        status,
        goal,
        seconds,
        ...(offset ? { offset } : {}),
        ...(stages ? { stages } : {}),
        ...(trainer ? { trainer } : {}),
        ...(waiting ? { waiting } : {}),
        curve: copyCurve(curve),
        latency: { carried: copyLatency(carried), naive: copyLatency(naive) },
      };
    }),
    samples,
  };
}

/** What computes on the page. */
export function engineOf(
  { adapter, backend, wasmBuild = undefined, threads = undefined }: AdapterReport,
  kernels: KernelPreferences,
): RunEngine {
  return {
    build,
    backend,
    adapter,
    kernels: choicesOn(kernels, adapter),
    wasmBuild: wasmBuild ?? null,
    threads: threads ?? null,
  };
}

function copyLatency(latency: Latency) {
  return latencyColumnsOf(column => latency[column].view().slice());
}
