import { choicesOn, type KernelPreferences } from '../lab/measure/kernel_preferences';
import { ownMaterial } from './check';
import { runsOf } from './runs';
import type { ContenderRun, RunState } from './stores/run_state';

/**
 * The race on the page as JSON: adapter and its chosen kernels, config, task, contenders with curves and costs, and the last
 * sample with its settings. Own text and sound are not in it, only their lengths.
 */
export function runJson(run: RunState, kernels: KernelPreferences): string {
  const { adapter, config, task, ownText, ownSound, contenders, trouble } = run;
  const own = config ? ownMaterial(config.task) : null;
  const content = {
    adapter,
    kernels: adapter ? choicesOn(kernels, adapter.adapter) : {},
    config,
    own: {
      text: own === 'text' && ownText !== null ? { characters: Array.from(ownText).length } : null,
      sound: own === 'sound' && ownSound !== null ? { samples: ownSound.length } : null,
    },
    task,
    trouble,
    runs: runsOf(run).map((report, i) => ({ ...report, ...factsOf(contenders[i]) })),
    samples: samplesOf(run),
  };
  return JSON.stringify(content, null, 1);
}

function factsOf(contender: ContenderRun | undefined) {
  return {
    report: contender?.report ?? null,
    stepSeconds: contender?.stepSeconds ?? null,
    trouble: contender?.trouble ?? null,
  };
}

/** The last sample: the request with every setting, and each contender's text; null before the first. */
function samplesOf({ sampling, contenders }: RunState) {
  if (!sampling) return null;
  const { request, questions, done } = sampling;
  return {
    request,
    questions,
    done,
    contenders: contenders.map(({ name, writing }) => ({ name, ...writing })),
  };
}
