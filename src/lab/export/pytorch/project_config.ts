import { decays, type Model } from '../../../models/model';
import type { OpenTask } from '../../../tasks/task';
import type { RunConfig } from '../../config/config';
import { tokenTexts } from '../../race/contender_facts';
import type { ExportedModel } from './exported';

/** Raised when the Python of the project reads other keys. */
const VERSION = 1;

/** The folder of a model's weights. */
export function weightsFolder(index: number): string {
  return `weights/${index}`;
}

/** config.json: what the Python of the project reads. */
export function projectConfig(config: RunConfig, task: OpenTask, models: readonly ExportedModel[]): unknown {
  const { vocabulary, length, material } = task;
  const data = material
    ? { kind: material.kind, file: material.kind === 'text' ? 'data/text.txt' : 'data/sound.bin', cut: material.cut }
    : { kind: 'batches', batch: config.training.batch };
  return {
    format: 'unroll pytorch project',
    version: VERSION,
    task: config.task,
    vocabulary: tokenTexts(vocabulary),
    data: { ...data, length },
    models: models.map(({ name, model, training }, index) => ({
      name,
      weights: weightsFolder(index),
      config: modelArguments(model),
      parameters: Object.fromEntries(
        model.parameters.map(spec => [spec.name, { shape: spec.shape, decay: decays(spec) }]),
      ),
      training,
    })),
  };
}

/** The arguments of LanguageModel, the options of every block in full. */
function modelArguments({ config, blocks }: Model): unknown {
  const { vocab_size, d_model, norm, norm_eps, tie_embeddings, head_bias = false } = config;
  return {
    vocab_size,
    d_model,
    norm,
    norm_eps,
    tie_embeddings,
    head_bias,
    blocks: blocks.map(({ mixer, config: own }, index) => ({
      mixer: mixer.name,
      mlp: config.blocks[index]?.mlp ?? null,
      ...Object(own),
    })),
  };
}
