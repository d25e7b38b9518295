import { firstIssue } from '../first_issue';
import { type BoundBlock, bindBlock } from './block';
import { type ModelConfig, modelConfig } from './config';
import { constant, normal } from './initialise';
import { ModelError, type ParameterSpec } from './mixer';

/** A checked model: its blocks bound to their mixers, its parameters listed. */
export interface Model {
  readonly config: ModelConfig;
  readonly blocks: readonly BoundBlock[];
  /** By full name, in state-dict order. */
  readonly parameters: readonly ParameterSpec[];
}

/**
 * Standard deviation of the embedding. state-spaces/mamba (mixer_seq_simple.py `_init_weights`) uses 0.02, for far wider models
 * with smaller steps. AdamW's first steps have about the size of the learning rate, which is large beside 0.02: models of width
 * 32 took twice as long to learn to copy as with 0.2, or never learned parity. It falls fast with the width. With a tied head
 * the logit of the current token starts at about D times this, which can put the first loss above that of equal chances.
 */
function embeddingDeviation(D: number): number {
  return Math.max(0.02, Math.min(0.2, 0.2 * (32 / D) ** 2));
}

/** Checks a config from outside. Throws ModelError. */
export function defineModel(value: unknown): Model {
  const parsed = modelConfig.safeParse(value);
  if (!parsed.success) throw new ModelError(`model config, ${firstIssue(parsed.error.issues, 'top level')}`);
  const config = parsed.data;
  const blocks = config.blocks.map(bindBlock);
  if (config.norm === 'none') checkAlone(blocks);
  return { config, blocks, parameters: listParameters(config, blocks) };
}

/** Throws ModelError for a layer that needs a norm and a residual stream. */
function checkAlone(blocks: readonly BoundBlock[]): void {
  for (const [index, { layers }] of blocks.entries()) {
    const other = layers.find(({ layer }) => !layer.standsAlone);
    if (!other) continue;
    throw new ModelError(
      `block ${index} (${other.layer.name}) does not work without a norm; leave 'norm' at 'rms', or use recurrent blocks without an MLP`,
    );
  }
}

function listParameters(config: ModelConfig, blocks: readonly BoundBlock[]): ParameterSpec[] {
  const { vocab_size: V, d_model: D } = config;
  const norm = (name: string): ParameterSpec[] =>
    config.norm === 'none' ? [] : [{ name, shape: [D], initialise: constant(1) }];
  const ofBlocks = blocks.flatMap(({ layers }, i) => {
    const block = `backbone.layers.${i}.`;
    const sums = blocks.length * layers.length;
    return layers.flatMap(({ layer, config: own, norm: before, prefix }) => [
      ...norm(block + before),
      ...layer.parameters(own, D).map(spec => ({ ...scaled(spec, sums), name: block + prefix + spec.name })),
    ]);
  });
  const embedding = (name: string): ParameterSpec => ({
    name,
    shape: [V, D],
    initialise: normal(embeddingDeviation(D)),
  });
  return [
    embedding('backbone.embedding.weight'),
    ...ofBlocks,
    ...norm('backbone.norm_f.weight'),
    ...(config.tie_embeddings ? [] : [embedding('lm_head.weight')]),
    ...(config.head_bias ? [{ name: 'lm_head.bias', shape: [V], initialise: constant(0) }] : []),
  ];
}

/** See ParameterSpec.residual. */
function scaled(spec: ParameterSpec, sums: number): ParameterSpec {
  if (!spec.residual) return spec;
  return {
    ...spec,
    initialise(values, random) {
      spec.initialise(values, random);
      const scale = 1 / Math.sqrt(sums);
      for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * scale;
    },
  };
}

/** Weight decay applies to matrices only, and never to parameters of a state's decay (`A_log`, S4D's `kernel.*`). */
export function decays(spec: ParameterSpec): boolean {
  return spec.decay ?? spec.shape.length >= 2;
}
