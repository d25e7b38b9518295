import { z } from 'zod';
import { positiveFloat32 } from '../../float32';
import { fitToBudget, type SizedModel } from '../../models/budget';
import { type BlockConfig, blockConfig } from '../../models/config';
import { type ContenderConfig, contenderName } from '../config/config';
import { modelOf } from '../config/model_of';

/** Blocks that come in every width. */
export const scaledFamily = z.strictObject({
  name: contenderName,
  blocks: z.array(blockConfig).min(1).max(32),
  /** Hidden width of every block's MLP, as a multiple of the model's width; null: only the MLPs that blocks name. */
  mlp_ratio: z.number().positive().max(16).nullable().default(null),
  /** Learning rate, instead of the common one. */
  lr: positiveFloat32.max(1).optional(),
});
export type ScaledFamily = z.infer<typeof scaledFamily>;

/** The search tries its multiples: heads and vector loads divide them. */
const MULTIPLE = 8;

function contenderAt({ name, blocks, mlp_ratio: ratio }: ScaledFamily, D: number): ContenderConfig {
  const widened = (block: BlockConfig): BlockConfig =>
    ratio === null ? block : { ...block, mlp: Math.max(MULTIPLE, MULTIPLE * Math.round((ratio * D) / MULTIPLE)) };
  return { name, d_model: D, blocks: blocks.map(widened) };
}

export interface SizedContender extends SizedModel {
  readonly config: ContenderConfig;
}

/** The width with the number of parameters nearest to `target`, for a vocabulary of V. Throws ModelError if no width fits. */
export function sizeFamily(family: ScaledFamily, V: number, target: number): SizedContender {
  const { model, parameters } = fitToBudget(D => modelOf(contenderAt(family, D), V), target, MULTIPLE);
  return { config: contenderAt(family, model.config.d_model), model, parameters };
}
