import type { BranchSchedule } from '../config/branch_point';
import type { RunConfig } from '../config/config';
import { membersOf } from '../config/members';
import { learningRate } from '../config/schedule';
import { type BranchChange, divergedMembers } from './branch';
import type { RaceRun } from './run';

/** What each schedule is called. */
export const scheduleNames: Readonly<Record<BranchSchedule, string>> = {
  cosine: 'One longer cosine',
  fall: 'Fall again',
  constant: 'Constant',
};

/** What the learning rate does from the last branch of a race on, in one or two sentences. Empty: it has no branch. */
export function rateWords({ training, contenders }: Pick<RunConfig, 'training' | 'contenders'>): string {
  const { steps, branches = [] } = training;
  const branch = branches.at(-1);
  if (!branch) return '';
  const { at, schedule, warmup, lr } = branch;
  const rate = (step: number): string => String(Number(learningRate(training, step).toPrecision(3)));
  const count = (step: number): string => step.toLocaleString('en');
  const words = (): string => {
    switch (schedule) {
      case 'constant':
        return `stays at ${rate(steps - 1)} from step ${count(at + 1)} to step ${count(steps)}`;
      case 'cosine':
        return `is that of one cosine over all ${count(steps)} steps: ${rate(at)} at step ${count(at + 1)}, and ${rate(steps - 1)} at the end`;
      case 'fall':
        if (learningRate(training, at - 1) >= learningRate(training, at + warmup))
          return `is ${rate(at)} from step ${count(at + 1)} on, and falls along a new cosine to ${rate(steps - 1)} at step ${count(steps)}`;
        return `rises from ${rate(at - 1)} to ${rate(at + warmup)} within ${count(warmup)} ${warmup === 1 ? 'step' : 'steps'}, and falls along a new cosine to ${rate(steps - 1)} at step ${count(steps)}`;
      default:
        return schedule satisfies never;
    }
  };
  const own = contenders.some(
    ({ training: set, frozen }) => !frozen && (set?.lr !== undefined || set?.schedule !== undefined),
  );
  const whose =
    lr === undefined && own
      ? ' Contenders with a learning rate of their own follow the same course from that one.'
      : '';
  return `The learning rate ${words()}.${whose}`;
}

/** What becomes of members that diverged, a sentence each. Empty: none did. */
export function divergedWords(run: Pick<RaceRun, 'config' | 'members'>, { lr }: Pick<BranchChange, 'lr'>): string {
  const members = membersOf(run.config);
  const diverged = divergedMembers(run);
  const words = diverged.map(({ member, step }) => {
    const from = step === 0 ? 'begins anew' : `goes on from step ${step.toLocaleString('en')}, its last kept one`;
    return `${members[member]?.name} diverged; it ${from}, under the new plan.`;
  });
  const rates = diverged.map(({ member }) => members[member]?.training.lr ?? 0);
  const lower = lr !== undefined && rates.every(rate => lr < rate);
  return [...words, ...(words.length > 0 && !lower ? ['Lower the learning rate, or it may diverge again.'] : [])].join(
    ' ',
  );
}
