import type { RunConfig, TaskConfig } from '../../lab/config/config';
import { delay } from '../../lab/delay';
import { type BranchTask, branchRun, usualSchedule, usualSteps } from '../../lab/runs/branch';
import type { RaceRun } from '../../lab/runs/run';
import { openTask } from '../../tasks/registry';
import { snapshot } from '../actions';
import { checkConfig } from '../check';
import { openRun } from '../kept/open_run';
import { runOfPage } from '../kept/page_race';
import type { FurtherOptions } from '../scripting_options';
import { runStore } from '../stores/run';
import { isOver } from '../stores/run_state';
import { branchTask, materialsOfRun } from './use_branch_task';

const LOOK_MILLISECONDS = 20;

/** Lets the race at rest on the page go on, as a script asks. Returns the page's number of the new race. Rejects with Error that says why it cannot. */
export async function goFurther({ steps, schedule, lr, batch, task }: FurtherOptions): Promise<number> {
  await lastStepsKept();
  const run = runOfPage();
  if (!run) throw new Error('This race has no kept step to go on from. Train it first.');
  const next = branchRun(run, {
    further: steps ?? usualSteps(run),
    schedule: schedule ?? usualSchedule(run),
    lr,
    batch,
    task: task && (await opened(run, taskOf(run.config, task))),
  });
  return openRun(next, { play: true, itself: false });
}

/** A race that comes to rest copies its last steps from the device a moment later. */
async function lastStepsKept(): Promise<void> {
  const isKept = (): boolean => {
    const { members, playing, trouble } = runStore.getState();
    const kept = snapshot()?.contenders ?? [];
    const whole = members.every((own, i) => isOver(own) || (kept[i]?.trainer?.steps ?? 0) >= own.curve.step.length);
    return whole || playing || trouble !== null;
  };
  while (!isKept()) await delay(LOOK_MILLISECONDS);
}

/** The race's own task with other settings, or another one, whose name is given. */
function taskOf(config: RunConfig, asked: Readonly<Record<string, unknown>>): TaskConfig {
  const another = asked.name !== undefined && asked.name !== config.task.name;
  const checked = checkConfig({ ...config, task: another ? asked : { ...config.task, ...asked } });
  if (!checked.ok) throw new Error(`trainFurther: ${checked.message}`);
  return checked.config.task;
}

async function opened(run: RaceRun, config: TaskConfig): Promise<BranchTask> {
  return branchTask(config, await openTask(config, run.config.training.seed, materialsOfRun(run)));
}
