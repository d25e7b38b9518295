import type { z } from 'zod';
import type { Field } from '../../field';
import { type TrainingConfig, trainingConfig } from '../config/config';
import { trainingFields } from '../config/training_fields';
import { seedsField, seedsParameter } from './seeds';

const { shape } = trainingConfig;

export interface Recipe {
  readonly seed: number;
  /** How many seeds train, from `seed` on. */
  readonly seeds: number;
  readonly steps: number;
  readonly batch: number;
  readonly lr: number;
  readonly warmup: number;
  readonly schedule: TrainingConfig['schedule'];
  readonly weight_decay: number;
  readonly clip_norm: number | null;
}

/** Schemas of a recipe's keys. */
export function recipe(byDefault: {
  readonly steps: number;
  readonly batch: number;
  readonly lr: number;
  readonly schedule?: TrainingConfig['schedule'];
  readonly weight_decay?: number;
}) {
  return {
    seed: shape.seed,
    seeds: seedsParameter,
    steps: shape.steps.default(byDefault.steps),
    batch: shape.batch.default(byDefault.batch),
    lr: shape.lr.default(byDefault.lr),
    warmup: shape.warmup.default(100),
    schedule: shape.schedule.default(byDefault.schedule ?? 'constant'),
    weight_decay: shape.weight_decay.default(byDefault.weight_decay ?? 0.01),
    clip_norm: shape.clip_norm,
  } satisfies Record<keyof Recipe, z.ZodType>;
}

/** Batches of the final validation. */
export const VALIDATION_BATCHES = 16;

/** The recipe as the training of one seed, validated only at its end. */
export function trainingOf(params: Omit<Recipe, 'seeds'>, lr = params.lr, steps = params.steps): TrainingConfig {
  const { seed, batch, warmup, schedule, weight_decay, clip_norm } = params;
  return trainingConfig.parse({
    seed,
    steps,
    batch,
    lr,
    warmup: Math.min(warmup, Math.floor(steps / 2)),
    schedule,
    weight_decay,
    clip_norm,
    validate_every: Math.min(steps, 100_000),
    validation_batches: VALIDATION_BATCHES,
  });
}

export const seedField: Field = {
  ...trainingFields.seed,
  help: 'Starts the random numbers of the weights and the data: the same seed gives the same experiment.',
};

export const stepsField: Field = { ...trainingFields.steps, help: 'How many steps each contender trains.' };

export const batchField: Field = { ...trainingFields.batch, help: 'Sequences in one step (B).' };

export const rateField: Field = {
  ...trainingFields.lr,
  help: 'The peak learning rate, for contenders that have none of their own.',
  min: 1e-5,
};

export const recipeFields: readonly Field[] = [stepsField, batchField, rateField, seedField, seedsField];
