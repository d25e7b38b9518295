import { z } from 'zod';
import type { Field } from '../field';
import { positiveFloat32 } from '../float32';

export const mlpField: Field = {
  key: 'mlp',
  label: 'MLP width F',
  help: 'Width inside the MLP. About 8/3 of the width D is usual.',
  min: 1,
  max: 16384,
};

/**
 * One block of a model: `x = x + mixer(norm(x))`, then, where `mlp` is given, `x = x + mlp(norm(x))`.
 * Keys beyond `mixer` and `mlp` belong to the mixer, whose own schema checks them (see models/registry.ts).
 */
export const blockConfig = z.looseObject({
  mixer: z.string(),
  /** Hidden width F of the SwiGLU MLP after the mixer; absent or null: no MLP. */
  mlp: z.int().min(mlpField.min).max(mlpField.max).nullish(),
});
export type BlockConfig = z.infer<typeof blockConfig>;

/** A language model, exactly as in the metadata of `golden/training/*.initial.safetensors`. */
export const modelConfig = z.strictObject({
  vocab_size: z.int().min(2).max(65536),
  d_model: z.int().min(1).max(4096),
  blocks: z.array(blockConfig).min(1).max(64),
  /**
   * 'rms': `x = x + layer(norm(x))`, and a norm before the head. 'none': `x = layer(x)`, as torch.nn stacks recurrent layers; no norm
   * has parameters then.
   */
  norm: z.enum(['rms', 'none']).default('rms'),
  norm_eps: positiveFloat32.max(1).default(1e-5),
  tie_embeddings: z.boolean().default(true),
  /** The head adds a learned number to each logit. Absent: it does not. */
  head_bias: z.boolean().optional(),
});
export type ModelConfig = z.infer<typeof modelConfig>;
