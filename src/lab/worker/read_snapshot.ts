import { z } from 'zod';
import { contenderStatuses } from '../race/contender_status';
import { curveColumnsOf } from '../race/curve';
import type { ContenderSnapshot, CurveOffset, SessionSnapshot, StageLoss, TrainerSnapshot } from '../race/snapshot';

const numbers = z.union([z.instanceof(Float32Array), z.instanceof(Float64Array)]);
const count = z.int().min(0);

export const trainerSnapshot: z.ZodType<TrainerSnapshot> = z.strictObject({
  steps: count,
  parameters: numbers,
  moments: numbers,
  stream: z.strictObject({ B: z.int().min(1), values: numbers }).optional(),
});

/** Columns of a curve. */
export const curvePoints = z.strictObject(curveColumnsOf(() => z.instanceof(Float64Array<ArrayBufferLike>))).readonly();

export const curveOffset: z.ZodType<CurveOffset> = z.strictObject({ tokens: z.int(), flops: z.number() });

export const stageLosses: z.ZodType<readonly StageLoss[]> = z
  .array(
    z.strictObject({ step: z.int().min(1), length: z.int().min(1), loss: z.array(z.number().nullable()).max(256) }),
  )
  .max(40);

/** The snapshot of a contender that arrives from the worker or from storage. */
export const contenderSnapshot: z.ZodType<ContenderSnapshot> = z.strictObject({
  status: z.enum(contenderStatuses),
  goal: count,
  seconds: z.number().min(0),
  offset: curveOffset.optional(),
  stages: stageLosses.optional(),
  trainer: trainerSnapshot.optional(),
  waiting: curvePoints.optional(),
});

export const sessionSnapshot: z.ZodType<SessionSnapshot> = z.strictObject({
  playing: z.boolean(),
  contenders: z.array(contenderSnapshot),
});
