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

/** A cosine ends at this share of the peak. */
const FLOOR = 0.1;

/** The learning rate of step 0, 1, …: linear warm-up to the peak, then cosine to a tenth of it, or constant. */
export function learningRate(
  training: Pick<TrainingConfig, 'lr' | 'warmup' | 'steps' | 'schedule'>,
  step: number,
): number {
  const { lr, warmup, steps, schedule } = training;
  if (step < warmup) return (lr * (step + 1)) / warmup;
  switch (schedule) {
    case 'constant':
      return lr;
    case 'cosine': {
      const done = Math.min(1, (step - warmup) / Math.max(1, steps - warmup));
      return lr * (FLOOR + (1 - FLOOR) * 0.5 * (1 + Math.cos(Math.PI * done)));
    }
    default:
      return schedule satisfies never;
  }
}
