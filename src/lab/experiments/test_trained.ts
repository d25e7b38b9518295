import { z } from 'zod';
import type { OpenTask } from '../../tasks/task';
import type { TestLimits, Trainee } from './instruments/instruments';

/** What a test of one trained contender gave. */
export const tested = z.strictObject({
  /** Null: not measured. */
  accuracy: z.number().nullable(),
  scored: z.number(),
  sequences: z.number(),
});
export type Tested = Readonly<z.infer<typeof tested>>;

export const NOTHING_TESTED: Tested = { accuracy: null, scored: 0, sequences: 0 };

/** Tests on a task; nothing where the test does not fit its limits. Throws the signal's reason. */
export async function testTrained(trained: Trainee, task: OpenTask, limits: TestLimits): Promise<Tested> {
  const score = await trained.score(task, limits);
  if (score.status !== 'measured') return NOTHING_TESTED;
  const { accuracy, scored, sequences } = score;
  return { accuracy, scored, sequences };
}
