import { membersOf } from '../../src/lab/config/members';
import { curveColumnsOf } from '../../src/lab/race/curve';
import type { SessionSnapshot } from '../../src/lab/race/snapshot';
import type { RaceRun } from '../../src/lab/runs/run';
import type { RunStore } from '../../src/lab/runs/run_store';
import { type NextVisit, summaryOf } from '../../src/lab/runs/run_summary';
import type { RunLocks } from '../../src/ui/kept/run_locks';
import type { RaceOnPage } from '../../src/ui/kept/run_of_race';
import { appendPoints, emptyCurve } from '../../src/ui/stores/curve';
import { freshRun, initialRun, type RunState } from '../../src/ui/stores/run_state';
import { madeUpRace } from './runs';

/** A race that trains on the page, as `run` has it. */
export function pageRace(run: RaceRun, changes: Partial<RunState> = {}): RaceOnPage {
  const { config, slots, ownText, ownSound, ownMusic, vocabulary } = run;
  const race = freshRun(initialRun, 1, { config, slots, ownText, ownSound, ownMusic });
  race.members.forEach(({ curve }, index) => {
    const kept = run.members[index];
    if (kept) appendPoints(curve, kept.curve);
  });
  const task = {
    vocabularySize: vocabulary.length,
    vocabulary,
    length: 16,
    prompt: '',
    answers: 0,
    baselines: [],
    example: { glyphs: [], targets: [] },
  };
  const adapter = { adapter: 'CPU', software: true, backend: 'wasm', wasmBuild: 'relaxed', threads: 2 } as const;
  return {
    race: { ...race, adapter, task, loaded: true, playing: true, ...changes },
    snapshot: snapshotOf(run),
    vocabulary: changes.task === null ? undefined : vocabulary,
    samples: run.samples,
    kernels: { CPU: {} },
  };
}

export function snapshotOf({ members }: RaceRun): SessionSnapshot {
  return {
    playing: true,
    contenders: members.map(({ status, goal, seconds, trainer }) => ({ status, goal, seconds, trainer })),
  };
}

/** A race whose members are all at a step, with curves and snapshots up to it. */
export function atStep(on: RaceOnPage, steps: number): RaceOnPage {
  const points = curveColumnsOf(() => Float64Array.from({ length: steps }, (_, i) => i + 1));
  return {
    ...on,
    race: {
      ...on.race,
      members: on.race.members.map(member => {
        const curve = emptyCurve();
        appendPoints(curve, points);
        return { ...member, curve };
      }),
    },
    snapshot: {
      ...on.snapshot,
      contenders: on.snapshot.contenders.map(own => ({ ...own, trainer: { ...trainer, steps } })),
    },
  };
}

const trainer = { parameters: new Float32Array(1), moments: new Float32Array(2) };

/** A store in memory. `before` runs before each save. */
export function storeInMemory(before: (run: RaceRun) => Promise<void> | void = () => {}) {
  const map = new Map<string, { readonly run: RaceRun; readonly next: NextVisit }>();
  /** Of every save that began, the run's step and what comes next. */
  const saves: { readonly id: string; readonly step: number; readonly next: NextVisit }[] = [];
  const store: RunStore = {
    async list() {
      const runs = [...map.values()].map(({ run, next }) => summaryOf(run, next));
      return { runs: runs.toSorted((a, b) => (a.saved < b.saved ? 1 : -1)), unreadable: [] };
    },
    get: async id => map.get(id)?.run,
    async put(run, next) {
      if (run.kind !== 'race') return;
      saves.push({ id: run.id, step: summaryOf(run, next).step, next });
      await before(run);
      map.set(run.id, { run, next });
    },
    async change(id, { next }) {
      const there = map.get(id);
      if (there && next) map.set(id, { ...there, next });
    },
    async delete(id) {
      const there = map.get(id);
      map.delete(id);
      return async () => void (there && map.set(id, there));
    },
  };
  return { map, saves, store };
}

/** Locks of which other tabs hold some. `free` gives one of them back. */
export function locksInMemory(elsewhere: readonly string[] = []) {
  const others = new Set(elsewhere);
  const own = new Set<string>();
  const waiting = new Map<string, () => void>();
  const locks: RunLocks = {
    there: true,
    take: async id => !others.has(id) && own.add(id).has(id),
    release: id => void own.delete(id),
    isElsewhere: async id => others.has(id),
    whenFree: id => new Promise(resolve => waiting.set(id, resolve)),
  };
  const free = (id: string): void => {
    others.delete(id);
    waiting.get(id)?.();
  };
  return { locks, own, free };
}

/** Runs of races that differ in their ids and their times. */
export function racesOf(...ids: readonly string[]): RaceRun[] {
  return ids.map((id, i) => ({ ...madeUpRace(), id, pinned: false, saved: `2026-11-29T20:0${i}:00.000Z` }));
}

export const memberCount = membersOf(madeUpRace().config).length;
