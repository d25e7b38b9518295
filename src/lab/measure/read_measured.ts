import { z } from 'zod';
import { type KernelChoice, type MeasuredRow, tableNames } from './measured';

const work = z.object({
  unit: z.enum(['FLOP', 'byte', 'update', 'step', 'token', 'redraw', 'save']),
  amount: z.number(),
});

const timing = z.object({
  median: z.number(),
  p10: z.number(),
  p90: z.number(),
  samples: z.number(),
  repetitions: z.number(),
  roundTrip: z.number(),
});

const row: z.ZodType<MeasuredRow> = z.object({
  table: z.enum(tableNames),
  name: z.string(),
  work: work.optional(),
  timing: timing.optional(),
  flops: z.number().optional(),
  // NaN: unknown.
  facts: z.record(z.string(), z.number().or(z.nan())),
  failure: z.string().optional(),
});

const choice: z.ZodType<KernelChoice> = z.object({
  key: z.string(),
  usual: z.string(),
  chosen: z.string(),
  usualMilliseconds: z.number(),
  chosenMilliseconds: z.number(),
});

/** The event of the page's measurement. */
export const measured = z.object({
  type: z.literal('measured'),
  measureId: z.number(),
  status: z.enum(['measuring', 'finished', 'stopped']),
  /** Cases. */
  done: z.number(),
  total: z.number(),
  /** The case under way. */
  doing: z.string(),
  /** Since the last event. */
  rows: z.array(row).readonly(),
  /** Once finished: one per tried shape. */
  choices: z.array(choice).readonly(),
  /** Why it stopped, if nobody stopped it. */
  message: z.string().optional(),
});
