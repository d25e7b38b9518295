import { corpora } from '../scripts/corpora.mjs';
import type { TaskConfig } from '../src/lab/config/config';
import { quoted } from '../src/quoted';
import { soundLevels } from '../src/tasks/own_sound';
import { readOwnText } from '../src/tasks/own_text';
import { TaskError } from '../src/tasks/task';
import { readWav } from '../src/tasks/wav';
import { readBytes } from './files';
import { type Flags, UsageError } from './usage';

/** The task that reads each flag, only with its source 'own'. */
const READERS = { text: 'text', sound: 'audio' } as const;

/**
 * The user's own text and sound for the task of the config `from`. Throws UsageError if a file cannot be read or used, if the
 * task does not read a given file, or if it needs a missing one.
 */
export function readMaterials(
  { text, sound }: Pick<Flags, 'text' | 'sound'>,
  task: TaskConfig,
  from: string,
): { ownText?: string; ownSound?: Uint8Array<ArrayBuffer> } {
  checkRead('text', text, task, from);
  checkRead('sound', sound, task, from);
  return {
    ...(text === undefined ? {} : { ownText: named(text, () => readOwnText(readBytes(text))) }),
    ...(sound === undefined ? {} : { ownSound: named(sound, () => soundLevels(readWav(readBytes(sound)))) }),
  };
}

function checkRead(flag: keyof typeof READERS, file: string | undefined, task: TaskConfig, from: string): void {
  const { name, source } = task;
  const reads = name === READERS[flag] && source === 'own';
  if (reads && file === undefined)
    throw new UsageError(`--${flag} is missing: the task of ${from} has the source own; give the file with --${flag}`);
  if (reads || file === undefined) return;
  const wanted = `{"name": "${READERS[flag]}", "source": "own"}`;
  throw new UsageError(
    `--${flag} has no effect: the task of ${from} is not ${wanted}; leave --${flag} out, or change the task`,
  );
}

function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TaskError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

/** Makes corpora from their npm packages, as the page's build does. */
export async function readCorpus(name: string): Promise<string> {
  const text = new Map(Object.entries(corpora)).get(name);
  if (!text) throw new UsageError(`there is no text ${quoted(name)}; there are ${Object.keys(corpora).join(', ')}`);
  return text();
}
