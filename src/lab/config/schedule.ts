import type { TrainingConfig } from './config';

/** Hyper-parameters of AdamW for one step. */
export interface Hyper {
  readonly lr: number;
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weight_decay: number;
  /** Null: no clipping. */
  readonly clip_norm: number | null;
}

type Plan = Pick<TrainingConfig, 'lr' | 'warmup' | 'steps' | 'schedule'>;

/** A cosine ends at this share of the peak. */
const FLOOR = 0.1;

/**
 * The learning rate of step 0, 1, …: linear warm-up to the peak, then cosine to a tenth of it, or constant. From a branch on, its
 * own plan; a constant one has no warm-up.
 */
export function learningRate(training: Plan & Pick<TrainingConfig, 'branches'>, step: number): number {
  const { branches = [] } = training;
  return rateOfPlan(
    training,
    branches,
    branches.findLastIndex(({ at }) => at <= step),
    step,
  );
}

/** The rate of the plan of a branch; -1: of the plan before all branches. */
function rateOfPlan(training: Plan, branches: Branches, index: number, step: number): number {
  const steps = branches[index + 1]?.planned ?? training.steps;
  const branch = branches[index];
  if (!branch) return planned({ ...training, steps }, step);
  const { at, schedule, lr = training.lr, warmup } = branch;
  switch (schedule) {
    case 'constant':
      return lr;
    case 'cosine':
      return planned({ ...training, steps, schedule, lr }, step);
    case 'fall': {
      const done = step - at;
      if (done >= warmup) return cosine(lr, done - warmup, steps - at - warmup);
      // A lower peak holds at once: who asks for one may have diverged at the higher rate.
      const from = at === 0 ? 0 : Math.min(lr, rateOfPlan(training, branches, index - 1, at - 1));
      return from + ((lr - from) * (done + 1)) / warmup;
    }
    default:
      return schedule satisfies never;
  }
}

type Branches = NonNullable<TrainingConfig['branches']>;

function planned({ lr, warmup, steps, schedule }: Plan, step: number): number {
  if (step < warmup) return (lr * (step + 1)) / warmup;
  switch (schedule) {
    case 'constant':
      return lr;
    case 'cosine':
      return cosine(lr, step - warmup, steps - warmup);
    default:
      return schedule satisfies never;
  }
}

/** After `done` of `steps` steps from the peak `lr`. */
function cosine(lr: number, done: number, steps: number): number {
  const share = Math.min(1, done / Math.max(1, steps));
  return lr * (FLOOR + (1 - FLOOR) * 0.5 * (1 + Math.cos(Math.PI * share)));
}
