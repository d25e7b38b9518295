import { JsonError, readPlainJson } from '../export/strict_json';
import { ImportError } from './import_error';
import { checkedPlan, type Format } from './plan';

/** Weights written here: the config is in the metadata (see lab/export/checkpoint). */
export const ownExport: Format = {
  title: 'Unroll',
  knows: ({ metadata }) => metadata.has('config'),
  headAndEmbedding: () => undefined,
  plan(file, known) {
    const none = { origins: new Map(), optional: new Set<string>(), questions: [], notes: [] };
    return checkedPlan(file, known, { ...none, config: readConfig(file.metadata.get('config') ?? '') });
  },
};

function readConfig(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(readPlainJson(text));
  } catch (error) {
    if (error instanceof JsonError) throw new ImportError(`the file's 'config' is not JSON: ${error.message}`);
    throw error;
  }
}
