import type { RunSample } from '../../lab/runs/run';
import type { RunState } from '../stores/run_state';
import { toKeep } from './kept_writing';

/** The most samples of a run; then the oldest go. */
const MOST = 100;

let log: { readonly race: number; readonly sampleId: number; readonly samples: readonly RunSample[] } = {
  race: -1,
  sampleId: 0,
  samples: [],
};

/** All samples of a race so far, the last one last. */
export function samplesOf({ runId }: Pick<RunState, 'runId'>): readonly RunSample[] {
  return log.race === runId ? log.samples : [];
}

/** A race begins with the samples of an earlier visit. */
export function beginWith(race: number, samples: readonly RunSample[]): void {
  log = { race, sampleId: 0, samples };
}

/** Notes the last sample once it is done. Returns whether it is new. */
export function noteSample(run: RunState): boolean {
  const { runId, sampling } = run;
  if (!sampling?.done || sampling.sampleId === 0 || run.members.every(({ writing }) => writing === null)) return false;
  if (log.race === runId && log.sampleId === sampling.sampleId) return false;
  const sample = sampleOf(run, sampling);
  log = { race: runId, sampleId: sampling.sampleId, samples: [...samplesOf(run), sample].slice(-MOST) };
  return true;
}

function sampleOf({ members }: RunState, { request, questions }: NonNullable<RunState['sampling']>): RunSample {
  return {
    request,
    questions,
    written: members.map(({ writing, beside }) => toKeep(writing, beside)),
  };
}
