import type { HostArray } from '../../gpu/dtype';
import type { ParameterSpec } from '../../models/mixer';
import { quotedList } from '../../quoted';
import { huggingFace } from './hugging_face';
import { ImportError } from './import_error';
import { ownExport } from './own_export';
import { parameterValues } from './parameter_values';
import type { Format, ImportPlan, Known } from './plan';
import { stateSpaces } from './state_spaces';
import { torchRecurrent } from './torch_recurrent';
import type { WeightsFile } from './weights_file';

/** Of the first that knows a file. */
const formats: readonly Format[] = [ownExport, stateSpaces, huggingFace, torchRecurrent];

/** A file as a model of ours. */
export interface ImportedWeights extends ImportPlan {
  /** What wrote the file, in words. */
  readonly title: string;
  /** Another program wrote it. */
  readonly foreign: boolean;
  readonly file: WeightsFile;
}

/**
 * Finds out what wrote a file and which model it holds. Reads its header, and its head and embedding, if it has both. Throws ImportError,
 * ModelError.
 */
export async function importWeights(
  file: WeightsFile,
  known: Omit<Known, 'headIsEmbedding'>,
): Promise<ImportedWeights> {
  const format = formats.find(candidate => candidate.knows(file));
  if (file.tensors.size === 0) throw new ImportError('it holds no tensors; choose the file with the weights');
  if (!format)
    throw new ImportError(
      `the names of its tensors are not known: ${quotedList([...file.tensors.keys()])}. Known are those of ${formats.map(({ title }) => title).join(', ')}`,
    );
  const [head, embedding] = (format.headAndEmbedding(file) ?? []).map(name => file.tensors.get(name));
  const headIsEmbedding = head && embedding && (await file.same(head, embedding));
  return {
    title: format.title,
    foreign: format !== ownExport,
    file,
    ...format.plan(file, { ...known, headIsEmbedding }),
  };
}

/** The values of a parameter. Throws CheckpointError if they are not finite. */
export function importedValues(
  { file, origins }: Pick<ImportedWeights, 'file' | 'origins'>,
  spec: Pick<ParameterSpec, 'name' | 'shape'>,
): Promise<HostArray> {
  const origin = origins.get(spec.name);
  if (!origin) throw new Error(`'${spec.name}' has no origin`);
  return parameterValues(file, spec, origin);
}
