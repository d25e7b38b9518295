import { choicesOn, type KernelPreferences } from '../lab/measure/kernel_preferences';
import { ownMaterial } from './check';
import { runsOf } from './runs';
import { type MemberRun, type RunState, standing } from './stores/run_state';
import { pointsOf } from './stores/tape';
import type { Writing } from './stores/writing';

/**
 * The race on the page as JSON: adapter and its chosen kernels, config, task, contenders with curves and costs, and the last
 * sample with its settings. Own text, sound, and music are not in it, only their lengths.
 */
export function runJson(run: RunState, kernels: KernelPreferences): string {
  const { adapter, config, task, ownText, ownSound, ownMusic, members, trouble } = run;
  const own = config ? ownMaterial(config.task) : null;
  const content = {
    adapter,
    kernels: adapter ? choicesOn(kernels, adapter.adapter) : {},
    config,
    own: {
      text: own === 'text' && ownText !== null ? { characters: Array.from(ownText).length } : null,
      sound: own === 'sound' && ownSound !== null ? { samples: ownSound.length } : null,
      music: own === 'music' && ownMusic !== null ? { bytes: ownMusic.length } : null,
    },
    task,
    trouble,
    runs: runsOf(run).map((report, i) => ({ ...report, ...factsOf(members[i]) })),
    samples: samplesOf(run),
  };
  return JSON.stringify(content, null, 1);
}

function factsOf(member: MemberRun | undefined) {
  return {
    report: member?.report ?? null,
    stepSeconds: member?.stepSeconds ?? null,
    trouble: member?.trouble ?? null,
  };
}

/** The last sample: the request with every setting, and what each lane wrote; null before the first. */
function samplesOf(run: RunState) {
  if (!run.sampling) return null;
  const { request, questions, done } = run.sampling;
  return {
    request,
    questions,
    done,
    contenders: standing(run).flatMap(({ name, seed, writing, beside }) => [
      { name, seed, naive: request.naive, ...laneOf(writing) },
      ...(beside ? [{ name, seed, naive: true, ...laneOf(beside) }] : []),
    ]),
  };
}

function laneOf(writing: Writing | null) {
  return writing && { ...writing, tape: pointsOf(writing.tape) };
}
