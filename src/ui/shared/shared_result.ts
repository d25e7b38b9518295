import { z } from 'zod';
import { firstIssue } from '../../first_issue';
import type { RunConfig } from '../../lab/config/config';
import { membersOf } from '../../lab/config/members';
import { contenderStatuses } from '../../lab/race/contender_status';
import { curveColumnsOf } from '../../lab/race/curve';
import { runName } from '../../lab/runs/run_name';
import { backendKind } from '../../lab/worker/backend_choice';
import { contenderReport } from '../../lab/worker/protocol';
import { legible } from '../../tasks/name_character';
import { knownConfig } from '../check';

/** The most points of a line of a shared result. */
export const MOST_POINTS = 100;

/** A text of the browser or the task; its invisible characters become their numbers. */
const words = z.string().max(300).transform(legible);
/** Null: not measured. */
const column = z.array(z.number().nullable()).max(MOST_POINTS).readonly();

/** The curves of a member, downsampled. */
const member = z
  .strictObject({
    status: z.enum(contenderStatuses),
    report: contenderReport.nullable(),
    curve: z.strictObject(curveColumnsOf(() => column)),
  })
  .refine(({ curve }) => Object.values(curve).every(({ length }) => length === curve.step.length), {
    message: 'the columns of a curve differ in length',
  })
  .refine(({ curve }) => areSteps(curve.step), {
    message: 'the steps of a curve must be whole numbers above 0, each larger than the one before',
  });

function areSteps(steps: readonly (number | null)[]): boolean {
  return steps.every((step, i) => Number.isSafeInteger(step) && (step ?? 0) > (steps[i - 1] ?? 0));
}

const content = z.strictObject({
  version: z.literal(1),
  /** The day on which it was shared. */
  made: z.iso.date(),
  name: runName,
  adapter: z.strictObject({ adapter: words, software: z.boolean(), backend: backendKind }),
  baselines: z.array(z.strictObject({ name: words, loss: z.number() })).max(16),
  config: z.unknown(),
  /** In the order of lab/config/members. */
  members: z.array(member),
});

/** The result of a race without its weights, for others to look at. */
export type SharedResult = Omit<z.infer<typeof content>, 'config'> & { readonly config: RunConfig };

/** Checks a result from outside. Throws an Error that says what is wrong. */
export function readSharedResult(value: unknown): SharedResult {
  if (value instanceof Object && 'version' in value && typeof value.version === 'number' && value.version > 1)
    throw new Error(`It has version ${value.version}; this page knows version 1. Reload the page.`);
  const result = content.safeParse(value);
  if (!result.success) throw new Error(firstIssue(result.error.issues, 'the result'));
  const race = knownConfig(result.data.config);
  if (!race.ok) throw new Error(race.message);
  const { config } = race;
  if (membersOf(config).length !== result.data.members.length)
    throw new Error('It has not one curve for each contender and seed of its race.');
  return { ...result.data, config };
}
