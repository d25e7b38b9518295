import type { ParameterArena } from '../../models/arena';
import { ModelError } from '../../models/mixer';
import type { Model } from '../../models/model';
import { CheckpointError } from '../export/checkpoint';
import { SafetensorsError } from '../export/safetensors_format';
import type { BroughtWeights } from './brought';
import { ImportError } from './import_error';
import { importedValues } from './import_weights';
import { openBrought } from './open_brought';

/** See placeBrought. */
export async function placeWeights(
  brought: readonly BroughtWeights[],
  id: string,
  model: Model,
  name: string,
  parameters: ParameterArena,
): Promise<void> {
  const own = brought.find(candidate => candidate.id === id);
  if (!own) throw new ModelError(`The file with the weights of ${name} is not on this page. Drop it again.`);
  try {
    const imported = await openBrought(own, model.config.vocab_size);
    const shapes = ({ parameters: all }: Model): string => JSON.stringify(all.map(spec => [spec.name, spec.shape]));
    if (shapes(imported.model) !== shapes(model))
      throw new ModelError(
        `${name} no longer fits its weights, because its blocks, its width, or the tokens of the task changed. Change them back, or drop the file again.`,
      );
    await parameters.fill(spec => importedValues(imported, spec));
  } catch (error) {
    const wrong = [SafetensorsError, ImportError, CheckpointError].some(kind => error instanceof kind);
    throw wrong && error instanceof Error ? new ModelError(`${name}, ${own.name}: ${error.message}`) : error;
  }
}
