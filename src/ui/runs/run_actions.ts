import type { RaceRun, Run } from '../../lab/runs/run';
import { RunFileError } from '../../lab/runs/run_file_error';
import type { RunWords } from '../../lab/runs/run_store';
import type { RunSummary } from '../../lab/runs/run_summary';
import { findKept } from '../kept/find_kept';
import { here } from '../kept/here';
import { wouldBeLost } from '../kept/is_lost';
import { openRun } from '../kept/open_run';
import { reword } from '../kept/race_identity';
import { askForLacking } from '../link_limits';
import { reasonOf } from '../page_storage';
import { downloadRunFile } from '../run_files/download_run';
import { openOutcome } from '../run_files/open_outcome';
import { ghostStore } from '../stores/ghost';
import { keepingStore } from '../stores/keeping';
import { keptRunsStore } from '../stores/kept_runs';
import { playbackStore } from '../stores/playback';
import { setRunFile } from '../stores/run_files';
import { openWorkspace } from '../stores/workspace';

/** Reads the table again. Never rejects. */
export function readRuns(): Promise<void> {
  return attempt('The kept runs could not be read', async () => {
    const list = await here.store.list();
    const ids = new Set(list.runs.map(({ id }) => id));
    keptRunsStore.setState(({ chosen }) => ({ list, chosen: chosen.filter(id => ids.has(id)) }));
  });
}

/** Gives a run another name, other notes, or a pin. Never rejects. */
export function changeRun({ id }: RunSummary, words: RunWords): Promise<void> {
  return attempt('The run is not changed', async () => {
    await here.store.change(id, words);
    reword(id, words);
    await readRuns();
  });
}

/** Deletes a run, which can be brought back until the table is left. Never rejects. */
export function deleteRun({ id, name }: RunSummary): Promise<void> {
  return attempt('The run is not deleted', async () => {
    if (keepingStore.getState().saved?.id === id || (await here.locks.isElsewhere(id)))
      throw new RunFileError('It is on the page, or in another tab. Load another race there first.');
    const { offer } = keepingStore.getState();
    const offered = offer.is === 'offered' && offer.run.id === id;
    const bringBack = await here.store.delete(id);
    keptRunsStore.setState(({ deleted }) => ({ deleted: [...deleted, { id, name, bringBack, offered }] }));
    if (offered) await findKept(here.store, here.locks);
    await readRuns();
  });
}

/** Brings back the run that was deleted last. Never rejects. */
export function undoDelete(): Promise<void> {
  return attempt('The run is not brought back', async () => {
    const last = keptRunsStore.getState().deleted.at(-1);
    await last?.bringBack();
    if (last?.offered) await findKept(here.store, here.locks);
    keptRunsStore.setState(({ deleted }) => ({ deleted: deleted.slice(0, -1) }));
    await readRuns();
  });
}

/** Lets the browser save a run as a file. Never rejects. */
export function downloadKept(summary: RunSummary): Promise<void> {
  return attempt('The run is not downloaded', async () => {
    const why = downloadRunFile(await readKept(summary.id));
    if (why !== null) throw new RunFileError(why);
  });
}

/** Puts a race on the page, at rest, or shows the result of an experiment. Never rejects. */
export function openKept(summary: RunSummary): Promise<void> {
  return attempt('The run is not opened', async () => {
    const run = await readKept(summary.id);
    if (run.kind === 'experiment') return openOutcome(run, 'kept');
    if (keepingStore.getState().saved?.id === run.id) return openWorkspace('race');
    if (!(await here.locks.take(run.id))) throw new RunFileError('Another tab has it. Close that tab first.');
    if (wouldBeLost()) setRunFile({ is: 'asks', name: run.name, open: () => putOnPage(run) });
    else putOnPage(run);
  });
}

function putOnPage(run: RaceRun): void {
  openRun(run, { play: false, itself: true });
  keepingStore.setState(({ offer }) =>
    offer.is === 'offered' && offer.run.id === run.id ? { offer: { is: 'none' } } : {},
  );
  askForLacking();
  openWorkspace('race');
}

/** Draws the curves of a race behind those of the race on the page. Never rejects. */
export function showBehind({ id }: RunSummary): Promise<void> {
  return attempt('The run is not shown', async () => {
    const run = await readKept(id);
    if (run.kind !== 'race') return;
    ghostStore.setState({ run: withoutWeights(run) });
    openWorkspace('race');
  });
}

/** Plays a race back beside the table. Never rejects. */
export function playBack({ id }: RunSummary): Promise<void> {
  return attempt('The run is not played back', async () => {
    const run = await readKept(id);
    if (run.kind === 'race') playbackStore.setState({ run: withoutWeights(run) });
  });
}

/** The run with all but its weights, which take most of its room. */
export function withoutWeights(run: RaceRun): RaceRun {
  return { ...run, members: run.members.map(({ trainer: _, ...member }) => member) };
}

/** Reads a whole run. Rejects with RunFileError if this build cannot read it, or it is gone. */
export async function readKept(id: string): Promise<Run> {
  const run = await here.store.get(id);
  if (!run) throw new RunFileError('It is no longer there. Another tab may have deleted it.');
  return run;
}

async function attempt(what: string, act: () => Promise<void>): Promise<void> {
  keptRunsStore.setState({ trouble: null });
  try {
    await act();
  } catch (error) {
    const why = error instanceof RunFileError ? error.message : `The browser refused (${reasonOf(error)}).`;
    keptRunsStore.setState({ trouble: `${what}. ${why}` });
  }
}
