import type { BroughtWeights } from './brought';
import { readConfigFile } from './config_file';
import { type ImportedWeights, importWeights } from './import_weights';
import { bytesOfBlob, openWeights } from './weights_file';

/** A brought file as a model, with as many tokens; undefined: as many as it has. Throws SafetensorsError, ImportError, ModelError. */
export async function openBrought(
  { file, config, answers }: Omit<BroughtWeights, 'id' | 'name'>,
  tokens?: number,
): Promise<ImportedWeights> {
  const opened = await openWeights(bytesOfBlob(file));
  return importWeights(opened, { config: config === null ? undefined : readConfigFile(config), answers, tokens });
}
