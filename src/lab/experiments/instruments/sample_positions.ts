import { type Backend, MemoryError } from '../../../gpu/backend';
import { ParameterArena } from '../../../models/arena';
import { ModelError } from '../../../models/mixer';
import type { Model } from '../../../models/model';
import { quantile } from '../../../quantile';
import { checkSampled } from '../../measure/check_timed';
import { initialWeights } from '../../race/initial_weights';
import { type SampledGroup, Sampler } from '../../sampling/sampler';
import { leastPosition } from '../least_position';
import { rest } from '../rest';
import type { SampledCost, SampleGroups } from './instruments';

const FEWEST_GROUPS = 3;

interface SampledPlace {
  readonly position: number;
  readonly sampler: Sampler | undefined;
  readonly samples: number;
  readonly status: SampledCost['status'];
  readonly groups: TimedGroup[];
}

type TimedGroup = SampledGroup & { readonly roundTrip: number };

/** Instruments.samplePositions. Throws the signal's reason. */
export async function samplePositions(
  backend: Backend,
  model: Model,
  positions: readonly number[],
  how: SampleGroups,
  signal: AbortSignal,
  onTurn: (done: number) => void,
): Promise<SampledCost[]> {
  const parameters = await ParameterArena.make(backend, model);
  const places: SampledPlace[] = [];
  try {
    parameters.write(initialWeights(model, how.seed));
    for (const position of positions) {
      await rest(signal);
      const skip = places.some(({ samples, status }) => status !== 'measured' || samples < how.samples);
      places.push(await open(backend, model, parameters, position, how, skip, signal));
      onTurn((0.5 * places.length) / positions.length);
    }
    for (let round = 1; round < how.samples; round++) {
      for (const { sampler, samples, groups } of places) {
        await rest(signal);
        if (sampler && round < samples) groups.push(await timed(sampler, how.tokens, signal));
      }
      onTurn(0.5 + (0.5 * round) / how.samples);
    }
    return places.map(place => costOf(place, how.tokens));
  } finally {
    for (const { sampler } of places) sampler?.destroy();
    parameters.free();
  }
}

/** Times one group. Throws the signal's reason if it comes first, Error if the model diverged. */
async function timed(sampler: Sampler, tokens: number, signal: AbortSignal): Promise<TimedGroup> {
  const roundTrip = await sampler.roundTrip(tokens);
  const group = await sampler.advance(tokens, signal);
  if (!group) throw signal.reason;
  checkSampled(group);
  return { ...group, roundTrip };
}

/** Reads up to the position and times the first group there. */
async function open(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  position: number,
  how: SampleGroups,
  skip: boolean,
  signal: AbortSignal,
): Promise<SampledPlace> {
  const { naive, tokens, samples, seconds, seed } = how;
  const closed = { position, sampler: undefined, samples: 0, groups: [] };
  if (skip) return { ...closed, status: 'out of time budget' };
  const length = Math.max(1, position + 1 - leastPosition(how));
  const longest = length + tokens * samples;
  const prompt = Int32Array.from({ length }, (_, i) => (i * 7919) % model.config.vocab_size);
  const choosing = { temperature: 1, topK: 0, seed, naive };
  let sampler: Sampler | undefined;
  try {
    const started = performance.now();
    sampler = await Sampler.make(backend, model, parameters, longest, choosing);
    if (!(await sampler.begin({ tokens: prompt, read: length }, signal))) throw signal.reason;
    const prepared = (performance.now() - started) / 1000;
    const first = await timed(sampler, tokens, signal);
    const each = first.milliseconds / 1000;
    const affordable = Math.max(FEWEST_GROUPS, Math.floor((seconds - prepared) / each));
    return { position, sampler, samples: Math.min(samples, affordable), groups: [first], status: 'measured' };
  } catch (error) {
    sampler?.destroy();
    if (error instanceof MemoryError) return { ...closed, status: 'out of memory' };
    // Work that would hold the adapter is not tried.
    if (error instanceof ModelError) return { ...closed, status: 'out of time budget' };
    throw error;
  }
}

function costOf({ position, groups, status }: SampledPlace, tokens: number): SampledCost {
  const middle = groups[Math.floor(groups.length / 2)];
  if (!middle) return { position, milliseconds: null, p10: null, p90: null, bytes: null, round_trip: null, status };
  const wait = quantile(
    groups.map(({ roundTrip }) => roundTrip),
    0.5,
  );
  const took = groups.map(({ milliseconds }) => Math.max(0, milliseconds - wait) / tokens);
  return {
    position: middle.position,
    milliseconds: quantile(took, 0.5),
    p10: quantile(took, 0.1),
    p90: quantile(took, 0.9),
    bytes: middle.bytes,
    round_trip: wait,
    status,
  };
}
