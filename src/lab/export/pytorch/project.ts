import { openTask } from '../../../tasks/registry';
import type { Materials, OpenTask } from '../../../tasks/task';
import type { RunConfig } from '../../config/config';
import { writeBatches } from './data_files';
import { type ExportedModel, weightFiles } from './exported';
import { modelFile } from './model_file';
import { projectConfig, weightsFolder } from './project_config';
import checkpoints from './python/checkpoints.py?raw';
import data from './python/data.py?raw';
import optimiser from './python/optimiser.py?raw';
import philox from './python/philox.py?raw';
import safetensorsFile from './python/safetensors_file.py?raw';
import train from './python/train.py?raw';
import { readme } from './readme';

const texts = {
  'checkpoints.py': checkpoints,
  'data.py': data,
  'optimiser.py': optimiser,
  'philox.py': philox,
  'safetensors_file.py': safetensorsFile,
  'train.py': train,
  'requirements.txt': 'torch>=1.13\nsafetensors>=0.4\n',
};

export interface ProjectOptions {
  readonly config: RunConfig;
  /** With the seed of the race. */
  readonly task: OpenTask;
  readonly models: readonly ExportedModel[];
  readonly materials: Materials;
  /** Batches of a task without material, from where the models are. */
  readonly steps: number;
  /** Called after each piece of work. */
  readonly pause: () => Promise<void>;
}

/** The files of a PyTorch project, by path. Rejects with ExportError, RunFileError, TaskError. */
export async function pytorchProject(options: ProjectOptions): Promise<Map<string, Uint8Array>> {
  const { config, task, models, materials } = options;
  const files = new Map<string, Uint8Array>();
  const write = (path: string, text: string): void => void files.set(path, new TextEncoder().encode(text));
  const seeds = [...new Set(models.map(({ training }) => training.seed))];
  const { material } = task;
  write('model.py', modelFile(models.map(({ model }) => model)));
  for (const [path, text] of Object.entries(texts)) write(path, text);
  write('config.json', json(projectConfig(config, task, models)));
  write('race.json', json(config));
  let written = 'it reads the whole text in `data/text.txt`';
  if (material?.kind === 'text') write('data/text.txt', material.text);
  else if (material) {
    files.set('data/sound.bin', Uint8Array.from(material.levels));
    written = 'it reads the whole sound in `data/sound.bin`';
  } else {
    for (const seed of seeds) {
      const own = models.filter(({ training }) => training.seed === seed);
      for (const [path, bytes] of await batchFiles(await openTask(config.task, seed, materials), own, options))
        files.set(`data/seed-${seed}/${path}`, bytes);
    }
    written = `it reads ${options.steps.toLocaleString('en')} further batches in \`data/\`; \`headless batches\` of Unroll writes more`;
  }
  for (const [index, model] of models.entries()) {
    for (const [path, bytes] of await weightFiles(model)) files.set(`${weightsFolder(index)}/${path}`, bytes);
    await options.pause();
  }
  write('README.md', readme(config, task, models, written));
  return files;
}

/** From the model with the fewest steps to `steps` beyond the one with the most, and all that validates. */
async function batchFiles(
  task: OpenTask,
  models: readonly ExportedModel[],
  { config, steps, pause }: ProjectOptions,
): Promise<Map<string, Uint8Array>> {
  const { batch: B, validation_batches } = config.training;
  const done = models.map(({ trained }) => trained?.steps ?? 0);
  const first = Math.min(...done);
  const train = { split: 'train', first, steps: Math.max(...done) - first + steps, B } as const;
  const validation = { split: 'validation', first: 0, steps: validation_batches, B } as const;
  return new Map([
    [`train-${first}.safetensors`, await writeBatches(task, train, pause)],
    ['validation-0.safetensors', await writeBatches(task, validation, pause)],
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
