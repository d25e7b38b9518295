import type { Run } from '../../lab/runs/run';
import { writeRunFile } from '../../lab/runs/run_file';
import { RunFileError } from '../../lab/runs/run_file_error';
import type { RunWords } from '../../lab/runs/run_store';
import { runStep } from '../../lab/runs/run_summary';
import { download, safeFileName } from '../download';
import { here } from '../kept/here';
import { runOfPage } from '../kept/page_race';
import { setRunFile } from '../stores/run_files';

/** Lets the browser save a run as a run file. Returns why it cannot be written; null: it is. */
export function downloadRunFile(run: Run): string | null {
  try {
    const content = new Blob([writeRunFile(run)], { type: 'application/zip' });
    const words = run.kind === 'race' ? `${run.name} step ${runStep(run)}` : run.name;
    download(`${safeFileName(words)}.unroll`, content);
    return null;
  } catch (error) {
    if (error instanceof RunFileError) return error.message;
    throw error;
  }
}

/** The same for the race on the page, under its latest name. The page says why it cannot be written. Never rejects. */
export async function downloadRunOfPage(): Promise<void> {
  const run = runOfPage();
  const why = run
    ? downloadRunFile({ ...run, ...(await wordsOf(run.id)) })
    : 'It has no step to go on from yet. Train it first, for a few seconds.';
  if (why !== null) setRunFile({ is: 'refused', title: 'The run is not downloaded.', words: why });
}

/** What is said of the kept run, perhaps in another tab; nothing if it is not kept, or cannot be read. */
async function wordsOf(id: string): Promise<RunWords> {
  try {
    const kept = await here.store.get(id);
    return kept ? { name: kept.name, notes: kept.notes, pinned: kept.pinned } : {};
  } catch {
    return {};
  }
}
