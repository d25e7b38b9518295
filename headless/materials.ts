import { corpora } from '../scripts/corpora.mjs';
import type { TaskConfig } from '../src/lab/config/config';
import { quoted } from '../src/quoted';
import { readMidi } from '../src/tasks/midi';
import { soundLevels } from '../src/tasks/own_sound';
import { readOwnText } from '../src/tasks/own_text';
import { type Materials, TaskError } from '../src/tasks/task';
import { readWav } from '../src/tasks/wav';
import { readBytes, readText } from './files';
import { type Flags, UsageError } from './usage';

/** What a task is that reads the file of a flag: as its config has it, and in words. */
interface Reader {
  readonly as: 'ownText' | 'ownSound' | 'ownMusic' | 'tokenizer';
  readonly example: string;
  readonly is: string;
  readonly reads: (task: TaskConfig) => boolean;
}

const READERS: Readonly<Record<'text' | 'sound' | 'midi' | 'tokenizer', Reader>> = {
  text: {
    as: 'ownText',
    example: '{"name": "text", "source": "own"}',
    is: 'has the source own',
    reads: ({ name, source }) => (name === 'text' || name === 'tokens') && source === 'own',
  },
  sound: {
    as: 'ownSound',
    example: '{"name": "audio", "source": "own"}',
    is: 'has the source own',
    reads: ({ name, source }) => name === 'audio' && source === 'own',
  },
  midi: {
    as: 'ownMusic',
    example: '{"name": "music", "source": "own"}',
    is: 'has the source own',
    reads: ({ name, source }) => name === 'music' && source === 'own',
  },
  tokenizer: {
    as: 'tokenizer',
    example: '{"name": "tokens", "read": "tokenizer"}',
    is: 'reads by a tokenizer',
    reads: ({ name, read }) => name === 'tokens' && read === 'tokenizer',
  },
};

/**
 * The user's own text, sound, and MIDI file, and the tokenizer, for the tasks of the config `from`: one, or those of a sweep. Throws
 * UsageError if a file cannot be read or used, if no task reads a given file, or if one needs a missing one.
 */
export function readMaterials(
  flags: Pick<Flags, keyof typeof READERS>,
  tasks: readonly TaskConfig[],
  from: string,
): Omit<Materials, 'corpus'> {
  return { ...readOwn(flags, tasks, from), tokenizer: readTokenizer(flags, tasks, from) };
}

/** What one of the tasks reads of it. */
export function materialsFor(task: TaskConfig, { corpus, ...all }: Materials): Materials {
  const read = Object.values(READERS).filter(({ reads }) => reads(task));
  return { corpus, ...Object.fromEntries(read.map(({ as }) => [as, all[as]])) };
}

/** The text of a tokenizer.json; undefined: the task needs none. Throws UsageError. */
export function readTokenizer(
  { tokenizer }: Pick<Flags, 'tokenizer'>,
  tasks: readonly TaskConfig[],
  from: string,
): string | undefined {
  checkRead('tokenizer', tokenizer, tasks, from);
  return tokenizer === undefined ? undefined : readText(tokenizer);
}

/** Own text, sound, and MIDI file alone. Throws UsageError. */
export function readOwn(
  { text, sound, midi }: Pick<Flags, 'text' | 'sound' | 'midi'>,
  tasks: readonly TaskConfig[],
  from: string,
): Pick<Materials, 'ownText' | 'ownSound' | 'ownMusic'> {
  checkRead('text', text, tasks, from);
  checkRead('sound', sound, tasks, from);
  checkRead('midi', midi, tasks, from);
  return {
    ...(text === undefined ? {} : { ownText: named(text, () => readOwnText(readBytes(text))) }),
    ...(sound === undefined ? {} : { ownSound: named(sound, () => soundLevels(readWav(readBytes(sound)))) }),
    ...(midi === undefined ? {} : { ownMusic: named(midi, () => checkedMidi(readBytes(midi))) }),
  };
}

/** Throws UsageError if no task of `from` reads the file of a flag, or one needs it, and it is missing. */
export function checkRead(
  flag: keyof typeof READERS,
  file: string | undefined,
  tasks: readonly TaskConfig[],
  from: string,
): void {
  const { example, is, reads } = READERS[flag];
  if (tasks.some(reads) === (file !== undefined)) return;
  const swept = tasks.length > 1;
  if (file === undefined)
    throw new UsageError(
      `--${flag} is missing: the task of ${from} ${is}${swept ? ' in a race of --sweep' : ''}; give the file with --${flag}`,
    );
  throw new UsageError(
    `--${flag} has no effect: the task of ${from} is not ${example}${swept ? ' in any race of --sweep' : ''}; leave --${flag} out, or change the task`,
  );
}

function checkedMidi(bytes: Uint8Array): Uint8Array {
  readMidi(bytes);
  return new Uint8Array(bytes);
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
