import { useEffect, useState } from 'react';
import type { TaskConfig } from '../../lab/config/config';
import { tokenTexts } from '../../lab/race/contender_facts';
import type { BranchTask } from '../../lab/runs/branch';
import type { RaceRun } from '../../lab/runs/run';
import { openTask } from '../../tasks/registry';
import type { Materials, OpenTask } from '../../tasks/task';
import { fetchCorpus } from '../corpus';
import { givenOwn } from '../own';
import { configStore } from '../stores/config';

/** `same`: the run's own task; `opened`: another one, or another length; `refused`: why it cannot be. */
export type Tasked =
  | { readonly is: 'same' | 'opening' }
  | { readonly is: 'opened'; readonly task: BranchTask }
  | { readonly is: 'refused'; readonly why: string };

/** What a task of the run may need. */
export function materialsOfRun(run: RaceRun): Materials {
  const { tokenizer } = configStore.getState();
  return {
    corpus: fetchCorpus,
    ...givenOwn(run),
    tokenizer: tokenizer ?? undefined,
  };
}

/** What a branch has to know of an opened task. */
export function branchTask(config: TaskConfig, { length, vocabulary, stream }: OpenTask): BranchTask {
  return { config, length, vocabulary: tokenTexts(vocabulary), streams: stream !== undefined };
}

/** Opens the chosen task, unless it is that of the run. */
export function useBranchTask(run: RaceRun, chosen: TaskConfig): Tasked {
  const key = JSON.stringify(chosen);
  const same = key === JSON.stringify(run.config.task);
  const [opened, setOpened] = useState<{ readonly key: string; readonly tasked: Tasked }>();
  useEffect(() => {
    if (same) return;
    let current = true;
    openTask(chosen, run.config.training.seed, materialsOfRun(run))
      .then(
        (task): Tasked => ({ is: 'opened', task: branchTask(chosen, task) }),
        (error): Tasked => ({
          is: 'refused',
          why: error instanceof Error ? error.message : 'This task cannot be used.',
        }),
      )
      .then(tasked => current && setOpened({ key, tasked }));
    return () => {
      current = false;
    };
  }, [key, same, run, chosen]);
  if (same) return { is: 'same' };
  return opened?.key === key ? opened.tasked : { is: 'opening' };
}
