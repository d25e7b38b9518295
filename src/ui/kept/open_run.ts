import type { RaceRun } from '../../lab/runs/run';
import { runStep, summaryOf } from '../../lab/runs/run_summary';
import { latencyColumns } from '../../lab/sampling/latency';
import { send } from '../actions';
import { broughtFor } from '../brought_for';
import { copiedOwn, heldOwn } from '../own';
import { configStore } from '../stores/config';
import { appendPoints } from '../stores/curve';
import { keepingStore } from '../stores/keeping';
import { runStore } from '../stores/run';
import { freshRun, type RunState } from '../stores/run_state';
import { keepOwnAside } from './keep_own_aside';
import { fromKept } from './kept_writing';
import { identify, identityOf } from './race_identity';
import { beginWith } from './sample_log';

export interface OpenRunOptions {
  /** Trains on at once, to the end. */
  readonly play: boolean;
  /** It goes on under its own id. Otherwise what is trained from here on is a new run, with this one in its lineage. */
  readonly itself: boolean;
}

/**
 * Puts a run on the page, in place of the race there: its settings, curves, latencies, and last sample, and its weights and
 * moments in the worker. Returns the page's number of the race.
 */
export function openRun(run: RaceRun, { play, itself }: OpenRunOptions): number {
  const { config, slots } = run;
  const material = heldOwn(run);
  keepOwnAside(configStore.getState(), material);
  configStore.setState({ config, slots, ...material });
  const settings = configStore.getState();
  const before = runStore.getState();
  const runId = before.runId + 1;
  const { id, created } = itself ? run : identityOf(runId);
  const lineage = itself ? run.lineage : { id: run.id, step: runStep(run) };
  identify(runId, { ...run, id, created, lineage }, play && !itself);
  beginWith(runId, run.samples);
  runStore.setState(shown(freshRun(before, runId, settings), run), true);
  if (itself) {
    const { id, step, saved, bytes } = summaryOf(run, 'offer');
    keepingStore.setState({ saved: { id, step, at: Date.parse(saved), bytes } });
  }
  send({
    type: 'load',
    runId,
    config,
    ...copiedOwn(settings),
    ...broughtFor(settings),
    snapshot: {
      playing: play,
      contenders: run.members.map(({ status, goal, seconds, offset, stages, trainer, waiting }) => ({
        status,
        goal: play ? config.training.steps : goal,
        seconds,
        offset,
        stages,
        trainer,
        waiting,
      })),
    },
  });
  return runId;
}

/** The race with everything that was measured of the run. */
function shown(fresh: RunState, { members, samples, marks = [] }: RaceRun): RunState {
  const sample = samples.at(-1);
  return {
    ...fresh,
    marks,
    ofSeed: sample?.request.ofSeed ?? 0,
    sampling: sample ? { sampleId: 0, request: sample.request, questions: sample.questions, done: true } : null,
    members: fresh.members.map((member, index) => {
      const kept = members[index];
      if (!kept) return member;
      appendPoints(member.curve, kept.curve);
      for (const form of ['carried', 'naive'] as const)
        for (const column of latencyColumns) member.latency[form][column].append(kept.latency[form][column]);
      const written = sample?.written[index];
      return { ...member, writing: fromKept(written), beside: fromKept(written?.beside) };
    }),
  };
}
