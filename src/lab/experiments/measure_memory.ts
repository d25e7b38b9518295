import { z } from 'zod';
import { countParameters, samplingFlops, stateBytes } from '../../models/cost';
import type { Model } from '../../models/model';
import type { OpenTask } from '../../tasks/task';
import type { TrainingConfig } from '../config/config';
import type { ExperimentContender } from './contenders';
import type { Instruments, TestLimits } from './instruments/instruments';
import { NOTHING_TESTED, type Tested, testTrained } from './test_trained';
import { trainToEnd } from './train_to_end';

/** Two positions this many times apart tell how a state grows. */
export const FURTHER = 16;
/** A group of tokens. */
const TOKENS = 16;
/** Length of the short sequences of a step. */
export const SHORT = 32;
/** Estimated seconds that one measured time may take. */
const SECONDS = 60;

/** What a contender carries, and what its token costs. Null: not measured. */
export const memoryCost = z.strictObject({
  parameters: z.number(),
  /** Bytes at the position. */
  state: z.number(),
  /** The bytes 16 times as far, over those here. */
  growth: z.number(),
  /** Forward FLOPs of the token at the position. */
  flops: z.number(),
  /** Milliseconds of the token at the position, with carried state. */
  token: z.number().nullable(),
  /** The time of a training step of one long sequence, over that of short ones with as many tokens. */
  chain: z.number().nullable(),
});
export type MemoryCost = Readonly<z.infer<typeof memoryCost>>;

interface CostParams {
  readonly position: number;
  /** Of a measured training step, a multiple of SHORT. */
  readonly step_tokens: number;
  /** Measured groups of tokens, and steps. Results are medians. */
  readonly samples: number;
  readonly seed: number;
}

/** Measures what the token at a position costs. Throws ModelError, MemoryError, the signal's reason. */
export async function measureCost(
  instruments: Instruments,
  name: string,
  model: Model,
  { position, step_tokens, samples, seed }: CostParams,
): Promise<MemoryCost> {
  const state = stateBytes(model, position);
  const how = { naive: false, tokens: TOKENS, samples, seconds: SECONDS, seed };
  const [sampled] = await instruments.samplePositions(model, [position], how, () => {});
  const step = async (L: number): Promise<number | null> =>
    (await instruments.timeTraining(name, model, { B: step_tokens / L, L, samples })).milliseconds;
  const [short, long] = [await step(SHORT), await step(step_tokens)];
  return {
    parameters: countParameters(model),
    state,
    growth: state === 0 ? 1 : stateBytes(model, FURTHER * position) / state,
    flops: samplingFlops(model, position),
    token: sampled?.milliseconds ?? null,
    chain: short === null || long === null ? null : long / short,
  };
}

export interface Learning {
  /** Trained on. */
  readonly task: OpenTask;
  /** Tested on. */
  readonly test: OpenTask;
  readonly contender: ExperimentContender;
  readonly training: TrainingConfig;
  readonly limits: TestLimits;
}

/** Trains on one task and tests on another. Throws ModelError, MemoryError, the signal's reason. */
export async function learn(
  instruments: Instruments,
  { task, test, contender, training, limits }: Learning,
  onTurn: (done: number) => void,
): Promise<Tested> {
  const trained = await trainToEnd(instruments, { task, contender, training }, onTurn);
  try {
    return trained.diverged ? NOTHING_TESTED : await testTrained(trained.contender, test, limits);
  } finally {
    trained.contender.destroy();
  }
}
