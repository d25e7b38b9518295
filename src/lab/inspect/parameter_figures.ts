import { layOutParameters } from '../../models/arena';
import type { Model } from '../../models/model';
import type { TrainingConfig } from '../config/config';
import { learningRate } from '../config/schedule';
import type { TrainerSnapshot } from '../race/snapshot';

/** What training does to one parameter. All means are root mean squares over its elements. */
export interface ParameterFigures {
  /** As in state-spaces/mamba. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly weights: number;
  /** Of the gradient, over about the last 1 / (1 - β₂) steps: from AdamW's second moment, after clipping. */
  readonly gradient: number;
  /** Of the last step's change. */
  readonly update: number;
  /** `update` over `weights`; null where the weights are all zero. */
  readonly ratio: number | null;
}

type Training = Pick<
  TrainingConfig,
  'lr' | 'warmup' | 'steps' | 'schedule' | 'branches' | 'betas' | 'eps' | 'weight_decay'
>;

/**
 * The figures of every parameter after the last step of a snapshot, in state-dict order. The change of that step follows from the moments
 * that it left (AdamW, Loshchilov and Hutter 2019), so no other snapshot is needed. An empty list: it has not trained.
 */
export function parameterFigures(
  model: Model,
  { steps, parameters, moments }: TrainerSnapshot,
  training: Training,
): ParameterFigures[] {
  if (steps === 0) return [];
  const { entries, elements } = layOutParameters(model);
  const { betas, eps, weight_decay } = training;
  const lr = learningRate(training, steps - 1);
  const first = 1 - betas[0] ** steps;
  const second = 1 - betas[1] ** steps;
  return entries.map(({ name, shape, offset, size, decay }) => {
    const keep = decay ? 1 - lr * weight_decay : 1;
    let [weights, squares, changes] = [0, 0, 0];
    for (let i = offset; i < offset + size; i++) {
      const value = parameters[i] ?? 0;
      const mean = (moments[i] ?? 0) / first;
      const square = (moments[elements + i] ?? 0) / second;
      const before = (value + (lr * mean) / (Math.sqrt(square) + eps)) / keep;
      weights += value * value;
      squares += square;
      changes += (value - before) ** 2;
    }
    const root = (sum: number): number => Math.sqrt(sum / size);
    const ratio = weights > 0 ? Math.sqrt(changes / weights) : null;
    return {
      name,
      shape,
      elements: size,
      weights: root(weights),
      gradient: root(squares),
      update: root(changes),
      ratio,
    };
  });
}
