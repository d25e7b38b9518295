import { openSync, readSync, statSync } from 'node:fs';
import type { Backend } from '../src/gpu/backend';
import { CheckpointError } from '../src/lab/export/checkpoint';
import { SafetensorsError } from '../src/lab/export/safetensors_format';
import { readConfigFile } from '../src/lab/import/config_file';
import { ImportError } from '../src/lab/import/import_error';
import { type ImportedWeights, importedValues, importWeights } from '../src/lab/import/import_weights';
import { refusePickle } from '../src/lab/import/pickle';
import { type ByteSource, openWeights } from '../src/lab/import/weights_file';
import { ParameterArena } from '../src/models/arena';
import { ModelError } from '../src/models/mixer';
import type { Answers } from '../src/models/recognise';
import { checkKind, readText } from './files';
import { UsageError } from './usage';

/** What the file of weights does not say itself. */
export interface Beside {
  /** Path of a config.json of the model. */
  readonly config?: string | undefined;
  /** Tokens of its tokenizer. */
  readonly tokens?: number | undefined;
}

/**
 * A model with its weights, of our own or of another program, read from the disk piece by piece. Throws UsageError that names the file, also
 * where a question is open: it says which key of the config answers it.
 */
export async function openModel(path: string, { config: from, tokens }: Beside = {}): Promise<ImportedWeights> {
  return named(path, async () => {
    const source = fileSource(path);
    checkKind(path, 'weights');
    refusePickle(path, await source.read(0, Math.min(64, source.size)));
    const config = from === undefined ? undefined : await named(from, async () => readConfigFile(readText(from)));
    const answers: Answers = Object.fromEntries(
      Object.entries(config ?? {}).flatMap(([key, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[key, value] as const] : [],
      ),
    );
    const imported = await importWeights(await openWeights(source), { config, answers, tokens });
    if (from !== undefined && !imported.foreign)
      throw new UsageError(`--config has no effect: ${path} holds the config of its model; leave it out`);
    const [open] = imported.questions;
    if (open) {
      const { key, help } = open.field;
      throw new ImportError(
        `${help} Give --config with the model's config.json, or with {${JSON.stringify(key)}: ${JSON.stringify(open.usual)}}`,
      );
    }
    for (const note of imported.notes) console.error(`unroll: ${note}`);
    return imported;
  });
}

/** The weights on a device. Throws UsageError for those that are not finite. */
export async function placeWeights(backend: Backend, path: string, imported: ImportedWeights): Promise<ParameterArena> {
  const parameters = await ParameterArena.make(backend, imported.model);
  await named(path, () => parameters.fill(spec => importedValues(imported, spec)));
  return parameters;
}

function fileSource(path: string): ByteSource {
  let file: number;
  let size: number;
  try {
    file = openSync(path, 'r');
    size = statSync(path).size;
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
  return {
    size,
    async read(begin, end) {
      const bytes = new Uint8Array(end - begin);
      for (let done = 0; done < bytes.length; ) {
        const read = readSync(file, bytes, done, bytes.length - done, begin + done);
        if (read === 0) throw new UsageError(`${path} was cut while it was read`);
        done += read;
      }
      return bytes;
    },
  };
}

async function named<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const wrong = [SafetensorsError, CheckpointError, ModelError, ImportError].some(kind => error instanceof kind);
    throw wrong && error instanceof Error ? new UsageError(`${path}: ${error.message}`) : error;
  }
}
