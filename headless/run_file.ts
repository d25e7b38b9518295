import { tokenTexts } from '../src/lab/race/contender_facts';
import type { ExperimentRun, RaceRun } from '../src/lab/runs/run';
import { readRunFile } from '../src/lab/runs/run_file';
import { RunFileError } from '../src/lab/runs/run_file_error';
import type { Materials, Vocabulary } from '../src/tasks/task';
import { readBytes } from './files';
import { readCorpus } from './materials';
import { UsageError } from './usage';

/** The race in a run file. Throws UsageError that names the file, also for a file that holds an experiment. */
export function readRaceRun(path: string): RaceRun {
  const run = named(path, () => readRunFile(readBytes(path)));
  if (run.kind === 'race') return run;
  throw new UsageError(`${path} holds an experiment; give a run file of a race`);
}

/** The experiment in a run file. Throws UsageError that names the file, also for a file that holds a race. */
export function readExperimentRun(path: string): ExperimentRun {
  const run = named(path, () => readRunFile(readBytes(path)));
  if (run.kind === 'experiment') return run;
  throw new UsageError(`${path} holds a race; go on with it by 'run --resume ${path}'`);
}

/** Throws UsageError that names the file if its race was trained on other tokens than those here, which its weights do not know. */
export function checkTokens(path: string, { config: { task }, vocabulary }: RaceRun, here: Vocabulary): void {
  // A run that nobody trained has no tokens.
  if (vocabulary.length === 0 || JSON.stringify(vocabulary) === JSON.stringify(tokenTexts(here))) return;
  const fix =
    task.read === 'tokenizer'
      ? 'give the tokenizer that it was trained with as --tokenizer'
      : 'use the version of Unroll that trained it';
  throw new UsageError(`${path} was trained on other tokens than those here, so it cannot go on; ${fix}`);
}

/** The text, sound, or music of its task, with a tokenizer, which no run file holds. */
export function materialsOf({ ownText, ownSound, ownMusic }: RaceRun, tokenizer: string | undefined): Materials {
  return {
    corpus: readCorpus,
    ownText: ownText ?? undefined,
    ownSound: ownSound ?? undefined,
    ownMusic: ownMusic ?? undefined,
    tokenizer,
  };
}

function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RunFileError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}
