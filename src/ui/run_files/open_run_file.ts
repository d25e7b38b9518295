import { engineDifference } from '../../lab/runs/engine_difference';
import type { RaceRun, Run } from '../../lab/runs/run';
import { readRunFile } from '../../lab/runs/run_file';
import { RunFileError } from '../../lab/runs/run_file_error';
import { MOST_BYTES } from '../../lab/runs/run_parts';
import { runStep } from '../../lab/runs/run_summary';
import { lacksBrought } from '../brought_for';
import { checkConfig, lacksMaterial, ownMaterial } from '../check';
import { bytesOf, UNREADABLE } from '../file_bytes';
import { bytes, whole } from '../format';
import { here } from '../kept/here';
import { wouldBeLost } from '../kept/is_lost';
import { keepFile } from '../kept/keep_at_rest';
import { openRun } from '../kept/open_run';
import { engineOf } from '../kept/run_of_race';
import { configStore } from '../stores/config';
import { measurementStore } from '../stores/measurement';
import { runStore } from '../stores/run';
import { setRunFile } from '../stores/run_files';
import { openWorkspace } from '../stores/workspace';
import { openOutcome } from './open_outcome';

/**
 * Opens a run file: a race in place of the one on the page, an experiment among the results. Keeps it in this browser. Rejects, and changes
 * nothing, if it cannot.
 */
export async function openRunFile(file: File): Promise<void> {
  const run = await readRun(file);
  if (run.kind === 'experiment') {
    await openOutcome(run, 'file');
    void keepFile(here.store, run);
    const words = 'Its result is shown here, beside one of your own if there is one, and is kept among the runs.';
    setRunFile({ is: 'opened', title: `${run.name} is opened.`, words });
    return;
  }
  const checked = checkConfig(run.config);
  if (!checked.ok) throw new RunFileError(`Its race cannot be run here: ${checked.message}`);
  refuseLacking(run);
  if (wouldBeLost()) setRunFile({ is: 'asks', name: file.name, open: () => putOnPage(run) });
  else putOnPage(run);
}

/** Puts a race on the page, at rest, and keeps it in this browser. */
export function putOnPage(run: RaceRun): void {
  void keepFile(here.store, run);
  openRun(run, { play: false, itself: false });
  openWorkspace('race');
  const { steps } = run.config.training;
  const step = runStep(run);
  const { adapter } = runStore.getState();
  const differs = adapter && engineDifference(run.engine, engineOf(adapter, measurementStore.getState().inForce));
  const words =
    step >= steps ? 'It has trained to its end.' : `Press Train to go on from there. ${differs ?? ''}`.trimEnd();
  setRunFile({ is: 'opened', title: `${run.name}, step ${whole(step)} of ${whole(steps)}, is opened.`, words });
}

async function readRun(file: File): Promise<Run> {
  if (file.size > MOST_BYTES)
    throw new RunFileError(`It has ${bytes(file.size)}; a run has at most ${bytes(MOST_BYTES)}. Choose another file.`);
  const content = await bytesOf(file);
  if (!content) throw new RunFileError(UNREADABLE);
  return readRunFile(content);
}

/** Refuses a race that needs what neither the file nor the page has: it could not be loaded, and its weights would be lost. */
function refuseLacking({ config, ownText, ownSound, ownMusic }: RaceRun): void {
  const { brought, tokenizer } = configStore.getState();
  const lacks = lacksBrought({ config, brought, tokenizer });
  if (lacks !== null)
    throw new RunFileError(`It needs ${lacks}, which is not on this page. Drop that first, then open the run again.`);
  if (lacksMaterial({ config, ownText, ownSound, ownMusic, brought, tokenizer }))
    throw new RunFileError(
      `Its own ${ownMaterial(config.task) ?? 'text'} is missing or cannot be used. Download the run again.`,
    );
}
