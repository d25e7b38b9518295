import type { Model } from '../../../models/model';
import type { OpenTask } from '../../../tasks/task';
import type { RunConfig, TrainingConfig } from '../../config/config';
import { membersOf } from '../../config/members';
import { modelOf } from '../../config/model_of';
import { contenderFacts, tokenTexts } from '../../race/contender_facts';
import { drawWeights } from '../../race/initial_weights';
import type { TrainerSnapshot } from '../../race/snapshot';
import { writeOptimizer, writeWeights } from '../../runs/member_weights';
import { writeCheckpoint } from '../checkpoint';
import { ExportError } from './export_error';

/** Where a model is in its training; without moments AdamW begins anew. */
export type Trained = Pick<TrainerSnapshot, 'steps' | 'parameters'> & Partial<Pick<TrainerSnapshot, 'moments'>>;

/** One model of an exported race. */
export interface ExportedModel {
  readonly name: string;
  readonly model: Model;
  /** With its own seed. */
  readonly training: TrainingConfig;
  /** Undefined: it has its first weights. */
  readonly trained: Trained | undefined;
  /** Metadata for its weights. */
  readonly about: Readonly<Record<string, string>>;
}

/** The members of a race, each with its place in `trained`. Throws ModelError, and ExportError for a member whose first weights are in a file. */
export function exportedModels(
  config: RunConfig,
  { vocabulary }: Pick<OpenTask, 'vocabulary'>,
  trained: readonly (Trained | undefined)[],
): ExportedModel[] {
  const texts = tokenTexts(vocabulary);
  return membersOf(config).map((member, index) => {
    if (!trained[index] && member.config.weights !== undefined)
      throw new ExportError(
        `${member.name} begins with the weights of a file, and none of its steps is known here. Train it for a step, then export the race again.`,
      );
    return {
      name: member.name,
      model: modelOf(member.config, vocabulary.size),
      training: member.training,
      trained: trained[index],
      about: contenderFacts(config.task, member, trained[index]?.steps ?? 0, texts),
    };
  });
}

/** The files of its weights and, where it has moments, of its optimiser, by name. Rejects with RunFileError for numbers that are not finite. */
export async function weightFiles(exported: ExportedModel): Promise<Map<string, Uint8Array>> {
  const { model, training, trained, about } = exported;
  const weights = trained
    ? writeWeights(model, trained, about)
    : writeCheckpoint(model, await drawWeights(model, training.seed), about);
  const files = new Map([['model.safetensors', weights]]);
  const { moments, steps = 0 } = trained ?? {};
  if (moments) files.set('optimizer.safetensors', writeOptimizer(model, { moments, steps }));
  return files;
}
