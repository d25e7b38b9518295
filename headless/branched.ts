import { z } from 'zod';
import { positiveFloat32 } from '../src/float32';
import { type BranchSchedule, branchSchedules } from '../src/lab/config/branch_point';
import { trainingFields } from '../src/lab/config/training_fields';
import { BranchError, branchRun, branchStep, divergedMembers, usualSchedule } from '../src/lab/runs/branch';
import type { RaceRun } from '../src/lab/runs/run';
import { weightsCommand } from './files';
import { countFlag, decimal, type Flags, UsageError } from './usage';

const rate = positiveFloat32.max(trainingFields.lr.max);
const schedule = z.enum(branchSchedules);

/**
 * The run of a file with another end, schedule, or learning rate, where the flags ask for that; otherwise the run itself. Throws
 * UsageError.
 */
export function branchedRun(run: RaceRun, path: string, flags: Flags): RaceRun {
  const { steps, schedule: asked, lr } = flags;
  if (steps === '0')
    throw new UsageError(`--steps 0 trains nothing; the weights in ${path} are written by '${weightsCommand(path)}'`);
  const planned = run.config.training.steps;
  const ended = run.members.every(
    ({ status, trainer }) => status === 'frozen' || status === 'diverged' || (trainer?.steps ?? 0) >= planned,
  );
  // One in which all diverged before a step was kept begins anew.
  const over = ended && branchStep(run) > 0;
  if (asked === undefined && lr === undefined) {
    if (!over) return run;
    if (steps === undefined)
      throw new UsageError(
        `${path}: every contender has trained its ${planned.toLocaleString('en')} steps${divergedMembers(run).length > 0 ? ' or has diverged' : ''}; nothing is left to do. --steps N trains N further ones; '${weightsCommand(path)}' writes its weights`,
      );
  }
  if (over && steps === undefined)
    throw new UsageError(`${path} has trained all its steps; add --steps N, the number of further ones`);
  try {
    return branchRun(run, {
      further: steps === undefined ? planned - branchStep(run) : countFlag(flags, 'steps', 1),
      schedule: scheduleOf(asked, run),
      lr: rateOf(lr),
    });
  } catch (error) {
    if (error instanceof BranchError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

function scheduleOf(asked: string | undefined, run: RaceRun): BranchSchedule {
  if (asked === undefined) return usualSchedule(run);
  const parsed = schedule.safeParse(asked);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--schedule is one of ${branchSchedules.join(', ')}, not '${asked}'`);
}

function rateOf(asked: string | undefined): number | undefined {
  if (asked === undefined) return undefined;
  const parsed = rate.safeParse(decimal(asked));
  if (parsed.success) return parsed.data;
  throw new UsageError(`--lr is a number above 0 and at most ${trainingFields.lr.max}, not '${asked}'`);
}
