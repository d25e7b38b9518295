import { phaseOf, type RunState, raceStep } from '../stores/run_state';

/** How much of the race is done, from 0 to 1; while kernels compile, how many of them are. */
export function shareOf(run: RunState): number {
  if (phaseOf(run) === 'compiling') {
    const { done, total } = compiledKernels(run);
    return total > 0 ? done / total : 0;
  }
  const steps = run.config?.training.steps ?? 0;
  return steps > 0 ? Math.min(1, raceStep(run) / steps) : 0;
}

/** The sums over all members. */
export function compiledKernels({ members }: RunState): { done: number; total: number } {
  return members.reduce(
    (sum, { compiled }) => ({ done: sum.done + (compiled?.done ?? 0), total: sum.total + (compiled?.total ?? 0) }),
    { done: 0, total: 0 },
  );
}
