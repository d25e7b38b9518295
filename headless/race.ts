import type { RunConfig } from '../src/lab/config/config';
import { explain } from '../src/lab/race/explain';
import { RunRecorder } from '../src/lab/race/run_recorder';
import type { RunReport } from '../src/lab/race/run_report';
import { Session } from '../src/lab/race/session';
import type { RaceRun } from '../src/lab/runs/run';
import type { OpenBackend } from '../src/lab/worker/open_backend';
import type { Event } from '../src/lab/worker/protocol';
import type { Materials } from '../src/tasks/task';
import type { Interruptible } from './interruption';
import { checkPositions, measurePositions, type PositionsReport } from './positions';
import { RaceProgress } from './progress';
import { checkTokens } from './run_file';
import { type KeptRace, runOfSession } from './run_of_session';
import { usable } from './usable';

/** A race to train. */
export interface RaceToTrain {
  /** Of its config or run file. */
  readonly path: string;
  readonly config: RunConfig;
  readonly materials: Materials;
  /** It goes on from here. */
  readonly before: RaceRun | undefined;
  /** Steps of each contender from here on; absent: all. */
  readonly steps: number | undefined;
  /** Keep files of weights; keep the run. */
  readonly saves: boolean;
  readonly keeps: boolean;
  /** Measure the loss by position. */
  readonly measures: boolean;
}

/** How a race ended. */
export interface Raced {
  readonly runs: readonly RunReport[];
  readonly weights: ReadonlyMap<number, Uint8Array>;
  /** Undefined: it was not asked for, or nothing was loaded. */
  readonly run: RaceRun | undefined;
  /** Undefined: they were not asked for, or an interruption came first. */
  readonly positions: readonly PositionsReport[] | undefined;
  readonly failure: string | undefined;
  /** Members that diverged, and where. */
  readonly diverged: readonly { readonly name: string; readonly step: number }[];
}

/** Trains a race to its end, or to an interruption. Without a backend, the interruption came first. */
export async function race(on: Interruptible, opened: OpenBackend | undefined, asked: RaceToTrain): Promise<Raced> {
  const { path, config, materials, before, steps, saves, keeps, measures } = asked;
  const recorder = new RunRecorder(
    config,
    before?.members.map(({ curve }) => curve),
  );
  const weights = new Map<number, Uint8Array>();
  let progress: RaceProgress | undefined;
  let run: RaceRun | undefined;
  let positions: PositionsReport[] | undefined;
  let diverged: Raced['diverged'] = [];
  const hear = (event: Event): void => {
    if (event.type === 'saved') weights.set(event.contender, event.bytes);
    else recorder.receive(event);
    if (event.type === 'loaded' && event.task.caution !== undefined) console.error(`unroll: ${event.task.caution}`);
    progress?.hear(event);
  };
  const created = new Date();
  const session =
    opened &&
    (await on.unless(
      usable(() => Session.load(opened.backend, hear, 1, loadable(config, before), materials), `${path}: `),
    ));
  if (session) {
    if (measures) checkPositions(session.race);
    if (before) goOn(session, before, path);
    const pause = (): void => session.pause();
    on.signal.addEventListener('abort', pause, { once: true });
    if (!on.interruption) {
      session.play(steps);
      progress = new RaceProgress(
        session.contenders.map(({ steps: step, goal, seconds }, index) => {
          const place = session.race.members[index]?.contender ?? 0;
          return { name: config.contenders[place]?.name ?? '', step, goal, seconds };
        }),
      );
    }
    await session.idle();
    progress?.end();
    if (keeps) run = runOfSession({ session, opened, recorder, config, materials, before, created } satisfies KeptRace);
    if (measures && !on.interruption) positions = await measurePositions(session.race).catch(sayUnmeasured);
    for (const [index, { status }] of session.contenders.entries())
      if (saves && status !== 'diverged' && status !== 'failed')
        session.save(index, on.interruption && status !== 'finished' ? { ended: 'interrupted' } : {});
    await session.idle();
    diverged = session.contenders.flatMap(({ status, steps: step }, index) =>
      status === 'diverged' ? [{ name: session.race.nameOf(index), step }] : [],
    );
    on.signal.removeEventListener('abort', pause);
    await session.close();
  }
  const { failure } = recorder;
  return { runs: recorder.runs(on.interruption !== undefined), weights, run, positions, failure, diverged };
}

/** The race is done, and nothing of it may be lost by this. */
function sayUnmeasured(error: unknown): undefined {
  console.error(`unroll: the loss by position was not measured: ${explain(error).message}`);
}

/** A race that goes on needs no files of first weights. */
function loadable(config: RunConfig, before: RaceRun | undefined): RunConfig {
  if (!before) return config;
  return { ...config, contenders: config.contenders.map(({ weights: _, ...contender }) => contender) };
}

/** Puts weights and moments of a run in place. Throws UsageError if its tokens are others than those of the task here. */
function goOn(session: Session, before: RaceRun, path: string): void {
  checkTokens(path, before, session.race.task.vocabulary);
  session.resume({ playing: false, contenders: before.members });
}
