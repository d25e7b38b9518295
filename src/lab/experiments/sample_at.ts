import { type Backend, MemoryError } from '../../gpu/backend';
import { ParameterArena } from '../../models/arena';
import type { ContenderConfig } from '../config';
import { initialWeights } from '../initial_weights';
import { quantile } from '../measure/timing';
import { Sampler } from '../sampler';
import { modelOf } from './contenders';
import { PLAIN_VOCABULARY } from './families';
import { rest } from './rest';

export interface SampleGroups {
  readonly naive: boolean;
  /** Tokens of a group: chosen on the device one after another, then read once. */
  readonly tokens: number;
  /** Groups. */
  readonly samples: number;
  readonly seed: number;
}

export interface SampledCost {
  readonly position: number;
  /** Median of the groups, per token. */
  readonly milliseconds: number | null;
  readonly bytes: number | null;
  readonly status: 'measured' | 'out of memory';
}

/**
 * What a token costs a model with fresh weights at a position: the groups lie around it, the middle one ends there (or later,
 * where there is no room before it). What a token costs does not depend on the weights.
 */
export async function sampleAt(
  backend: Backend,
  contender: ContenderConfig,
  position: number,
  { naive, tokens, samples, seed }: SampleGroups,
  signal: AbortSignal,
): Promise<SampledCost> {
  const model = modelOf(contender, PLAIN_VOCABULARY);
  const parameters = await ParameterArena.make(backend, model);
  let sampler: Sampler | undefined;
  try {
    parameters.write(initialWeights(model, seed));
    const middle = Math.floor(samples / 2);
    const length = Math.max(1, position + 1 - tokens * (middle + 1));
    const prompt = Int32Array.from({ length }, (_, i) => (i * 7919) % PLAIN_VOCABULARY);
    const request = { prompt: '', tokens: tokens * samples, temperature: 1, topK: 0, seed, naive };
    await rest(signal);
    sampler = await Sampler.make(backend, model, parameters, prompt, request);
    const took: number[] = [];
    let at = { position, bytes: 0 };
    for (let i = 0; i < samples; i++) {
      await rest(signal);
      const group = await sampler.advance(tokens);
      took.push(group.millisecondsPerToken);
      if (i === middle) at = { position: group.position, bytes: group.bytes };
    }
    return { ...at, milliseconds: quantile(took, 0.5), status: 'measured' };
  } catch (error) {
    if (error instanceof MemoryError) return { position, milliseconds: null, bytes: null, status: 'out of memory' };
    throw error;
  } finally {
    sampler?.destroy();
    parameters.free();
  }
}
