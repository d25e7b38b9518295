import { z } from 'zod';
import { fractionFloat32, positiveFloat32 } from '../../float32';
import { blockConfig, modelConfig } from '../../models/config';
import { wholeNumber } from '../../tasks/parameters';
import { branchPoints } from './branch_point';
import { checkName, distinctNames } from './names';
import { trainingFields as of } from './training_fields';
import { widthField } from './width_field';

export const contenderName = z.string().transform((text, context) => {
  const checked = checkName(text);
  if (checked.ok) return checked.name;
  context.issues.push({ code: 'custom', input: text, message: checked.message });
  return z.NEVER;
});

/** How every contender is trained: AdamW, linear warm-up, then cosine, constant, or none. */
export const trainingConfig = z.strictObject({
  /** Optimiser steps of each contender. */
  steps: wholeNumber(of.steps, 2000),
  /** B, sequences a step. */
  batch: wholeNumber(of.batch, 8),
  /** Peak learning rate. */
  lr: positiveFloat32.max(of.lr.max).default(3e-3),
  /** Steps of linear warm-up. */
  warmup: wholeNumber(of.warmup, 50),
  schedule: z.enum(['cosine', 'constant']).default('cosine'),
  betas: z.tuple([fractionFloat32, fractionFloat32]).default([0.9, 0.95]),
  eps: positiveFloat32.max(1).default(1e-8),
  /** On matrices only. */
  weight_decay: z.number().min(of.weight_decay.min).max(of.weight_decay.max).default(0.1),
  /** Global gradient norm above which gradients are scaled down; null trains without clipping. */
  clip_norm: positiveFloat32.max(of.clip_norm.max).nullable().default(1),
  /** Contenders take turns after equal steps, or after equal GPU time. */
  turns: z.enum(['steps', 'time']).default('steps'),
  /** Validation every so many steps; before the first of these, at step 1 and its doublings. */
  validate_every: wholeNumber(of.validate_every, 50),
  /** Validation batches each time. */
  validation_batches: wholeNumber(of.validation_batches, 4),
  /** Seed of the weights, the data, and what dropout drops. */
  seed: wholeNumber(of.seed, 1),
  /** Every contender trains this many times, with seeds that follow `seed`. Absent: once; it has no default here, so that the configs of earlier links stay as they are. */
  seeds: z.int().min(of.seeds.min).max(of.seeds.max).optional(),
  /** Share of values that dropout sets to zero (see autodiff/ops/dropout). Absent: 0. */
  dropout: z.number().min(of.dropout.min).max(of.dropout.max).optional(),
  /** The task's `length` at the first step, from which it doubles up to the task's own (see lengths.ts). Absent or null: it is the task's from the start. */
  start_length: z.int().min(of.start_length.min).max(of.start_length.max).nullish(),
  /** The first step (from 0) with the task's own length. Absent or null: half of the planned steps. */
  length_warmup: z.int().min(of.length_warmup.min).max(of.length_warmup.max).nullish(),
  /** Rows of a batch go on where those of the batch before ended, with their state (see race/stages.ts). Absent: false. */
  carry_state: z.boolean().optional(),
  /** Where training went on otherwise than planned (see schedule.ts). Absent: nowhere. */
  branches: branchPoints.optional(),
});
export type TrainingConfig = z.infer<typeof trainingConfig>;

/** What a contender may have of its own in place of the race's. */
const ownTraining = z.strictObject({
  lr: trainingConfig.shape.lr.unwrap().optional(),
  warmup: trainingConfig.shape.warmup.unwrap().optional(),
  schedule: trainingConfig.shape.schedule.unwrap().optional(),
  betas: trainingConfig.shape.betas.unwrap().optional(),
  eps: trainingConfig.shape.eps.unwrap().optional(),
  weight_decay: trainingConfig.shape.weight_decay.unwrap().optional(),
  clip_norm: trainingConfig.shape.clip_norm.unwrap().optional(),
  seed: trainingConfig.shape.seed.unwrap().optional(),
  dropout: trainingConfig.shape.dropout,
  start_length: trainingConfig.shape.start_length,
  length_warmup: trainingConfig.shape.length_warmup,
  carry_state: trainingConfig.shape.carry_state,
});
export type OwnTraining = z.infer<typeof ownTraining>;

/** A contender of the race: a model without its vocabulary. The task has that. */
export const contenderConfig = z.strictObject({
  name: contenderName,
  d_model: z.int().min(widthField.min).max(widthField.max),
  blocks: z.array(blockConfig).min(1).max(32),
  training: ownTraining.optional(),
  /** Id of the brought file that its first weights come from (see lab/import/brought). Absent: they are drawn. */
  weights: z.string().max(64).optional(),
  /** It is sampled and inspected, and never trained. Absent: it is trained. */
  frozen: z.boolean().optional(),
  /** Of a model from elsewhere (see models/config). Absent: as of all models here. */
  norm: modelConfig.shape.norm.unwrap().optional(),
  norm_eps: modelConfig.shape.norm_eps.unwrap().optional(),
  tie_embeddings: modelConfig.shape.tie_embeddings.unwrap().optional(),
  head_bias: modelConfig.shape.head_bias,
});
export type ContenderConfig = z.infer<typeof contenderConfig>;

/** A task by name with its parameters, which the task's own schema checks (see tasks/registry.ts). */
export const taskConfig = z.looseObject({ name: z.string() });
export type TaskConfig = z.infer<typeof taskConfig>;

/** A whole race: it travels in the URL, in the worker message, and in headless files. */
export const runConfig = z.strictObject({
  version: z.literal(1).default(1),
  task: taskConfig,
  /** A number tells contenders with one name apart. */
  contenders: z.array(contenderConfig).min(1).max(8).transform(distinctNames),
  training: trainingConfig.prefault({}),
});
export type RunConfig = z.infer<typeof runConfig>;
