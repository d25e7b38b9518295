import { z } from 'zod';
import { positiveFloat32 } from '../../float32';
import { trainingFields as of } from './training_fields';

/** `cosine`: along one cosine over all steps; `fall`: a warm-up, then a cosine over the further steps; `constant`: the peak. */
export const branchSchedules = ['cosine', 'fall', 'constant'] as const;
export type BranchSchedule = (typeof branchSchedules)[number];

/** From one step on, training follows another plan than before. */
export const branchPoint = z.strictObject({
  /** The first step (from 0) of the new plan. */
  at: z.int().min(1).max(of.steps.max),
  /**
   * By member, the first step of the new plan where that is earlier: it had diverged, and goes on from its last kept step, or begins
   * anew. Absent: `at` for all.
   */
  from: z.array(z.int().min(0).max(of.steps.max)).min(1).max(80).optional(),
  /** The steps of the plan until then: its cosine is laid out over them. */
  planned: z.int().min(1).max(of.steps.max),
  schedule: z.enum(branchSchedules),
  /** Peak learning rate of all contenders. Absent: of each its own. */
  lr: positiveFloat32.max(of.lr.max).optional(),
  /** Of `fall`: steps from the last rate of the earlier plan to the peak. */
  warmup: z.int().min(0).max(of.warmup.max),
});
export type BranchPoint = z.infer<typeof branchPoint>;

/** In the order of their steps. */
export const branchPoints = z
  .array(branchPoint)
  .min(1)
  .max(100)
  .refine(points => points.every(({ at }, i) => at > (points[i - 1]?.at ?? 0)), 'must be in the order of `at`');
