import { readFileSync } from 'node:fs';
import { readConfigFile } from '../../src/lab/import/config_file';
import { type ImportedWeights, importWeights } from '../../src/lab/import/import_weights';
import { bytesInMemory, openWeights } from '../../src/lab/import/weights_file';
import type { Answers } from '../../src/models/recognise';

const folder = new URL('../golden/import/', import.meta.url);

interface Expected {
  readonly tokens: readonly number[];
  readonly files: Readonly<
    Record<string, { readonly config: string | null; readonly logits: readonly number[]; readonly full: string | null }>
  >;
}

/** What test/golden/import/make.py says of its files. */
export const expected: Expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8'));

export function bytesOf(name: string): Uint8Array {
  return readFileSync(new URL(`${name}.safetensors`, folder));
}

/** A fixture with its config.json. */
export async function importFixture(name: string, answers: Answers = {}): Promise<ImportedWeights> {
  const text = expected.files[name]?.config;
  const config = typeof text === 'string' ? readConfigFile(text) : undefined;
  return importWeights(await openWeights(bytesInMemory(bytesOf(name))), { config, answers });
}
