import { corpora } from '../scripts/corpora.mjs';
import { explain } from '../src/lab/explain';
import { parseRunConfig } from '../src/lab/parse_config';
import { RunRecorder } from '../src/lab/run_recorder';
import { Session } from '../src/lab/session';
import { soundLevels } from '../src/tasks/own_sound';
import { readOwnText } from '../src/tasks/own_text';
import { readWav } from '../src/tasks/wav';
import { openHeadless } from './backend';
import { readBytes, readJson, writeFile } from './files';
import { backendFlag, type Flags, required, UsageError } from './usage';

/** `run`: a whole race, as the page runs it. */
export async function run(flags: Flags): Promise<void> {
  const path = required(flags, 'file');
  const config = await usable(() => parseRunConfig(readJson(path)));
  const out = required(flags, 'out');
  const { text, sound } = flags;
  const ownText = text === undefined ? undefined : await usable(() => readOwnText(readBytes(text)));
  const ownSound = sound === undefined ? undefined : await usable(() => soundLevels(readWav(readBytes(sound))));
  const { backend } = await openHeadless(backendFlag(flags));
  const recorder = new RunRecorder(config);
  const session = await usable(() =>
    Session.load(backend, event => recorder.receive(event), 1, config, { corpus: readCorpus, ownText, ownSound }),
  );
  session.play();
  await session.idle();
  writeFile(out, `${JSON.stringify(recorder.runs(), null, 2)}\n`);
  if (recorder.failure !== undefined) throw new Error(recorder.failure);
}

/** What the visitor can mend becomes a UsageError. */
async function usable<T>(start: () => T | Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { failure, message } = explain(error);
    throw failure === 'internal' ? error : new UsageError(message);
  }
}

/** Corpora are made from their npm packages, as the page's build makes its assets. */
export async function readCorpus(name: string): Promise<string> {
  const text = new Map(Object.entries(corpora)).get(name);
  if (!text) throw new UsageError(`there is no text '${name}'; there are ${Object.keys(corpora).join(', ')}`);
  return text();
}
