import { type Backend, MemoryError } from '../../../gpu/backend';
import { ParameterArena } from '../../../models/arena';
import { ModelError } from '../../../models/mixer';
import type { Model } from '../../../models/model';
import { quantile } from '../../../quantile';
import { checkSampled } from '../../measure/check_timed';
import { drawWeights } from '../../race/initial_weights';
import { GroupClock } from '../../sampling/group_clock';
import { type SampledGroup, Sampler } from '../../sampling/sampler';
import { rest } from '../rest';
import type { SampledCost, SampleGroups } from './instruments';

const FEWEST_GROUPS = 3;
/** Groups that find out how often a group's tokens are chosen: a group grows at most eightfold from one to the next. */
const MOST_TRIALS = 5;

interface SampledPlace {
  readonly position: number;
  readonly sampler: Sampler | undefined;
  readonly samples: number;
  readonly status: SampledCost['status'];
  /** How often a group chooses its tokens. */
  readonly times: number;
  readonly groups: TimedGroup[];
}

/** `perToken`: milliseconds, without the wait; undefined: the group mostly waited. */
type TimedGroup = SampledGroup & { readonly roundTrip: number; readonly perToken: number | undefined };

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
  const clock = new GroupClock(how.naive);
  const places: SampledPlace[] = [];
  try {
    parameters.write(await drawWeights(model, how.seed));
    for (const position of positions) {
      await rest(signal);
      const skip = places.some(({ samples, status }) => status !== 'measured' || samples < how.samples);
      places.push(await open(backend, model, parameters, position, how, skip, clock, signal));
      onTurn((0.5 * places.length) / positions.length);
    }
    for (let round = 1; round < how.samples; round++) {
      for (const { sampler, samples, times, groups } of places) {
        await rest(signal);
        if (sampler && round < samples) groups.push(await timed(sampler, how, times, clock, signal));
      }
      onTurn(0.5 + (0.5 * round) / how.samples);
    }
    return places.map(costOf);
  } finally {
    for (const { sampler } of places) sampler?.destroy();
    parameters.free();
  }
}

/** Times one group. Throws the signal's reason if it comes first, Error if the model diverged. */
async function timed(
  sampler: Sampler,
  { tokens }: SampleGroups,
  times: number,
  clock: GroupClock,
  signal: AbortSignal,
): Promise<TimedGroup> {
  const roundTrip = await sampler.roundTrip(tokens);
  clock.waited(roundTrip);
  const group = await sampler.repeat(tokens, times, signal);
  if (!group) throw signal.reason;
  checkSampled(group);
  return { ...group, roundTrip, perToken: clock.perToken(group.milliseconds, tokens * times) };
}

/** Reads up to the position, finds out how long a group has to be, and times the first one. */
async function open(
  backend: Backend,
  model: Model,
  parameters: ParameterArena,
  position: number,
  how: SampleGroups,
  skip: boolean,
  clock: GroupClock,
  signal: AbortSignal,
): Promise<SampledPlace> {
  const { naive, tokens, samples, seconds, seed } = how;
  const closed = { position, sampler: undefined, samples: 0, times: 1, groups: [] };
  if (skip) return { ...closed, status: 'out of time budget' };
  const length = Math.max(1, position + 1 - tokens);
  const prompt = Int32Array.from({ length }, (_, i) => (i * 7919) % model.config.vocab_size);
  const choosing = { temperature: 1, topK: 0, seed, naive };
  let sampler: Sampler | undefined;
  try {
    const started = performance.now();
    sampler = await Sampler.make(backend, model, parameters, length + tokens, choosing);
    if (!(await sampler.begin({ tokens: prompt, read: length }, signal))) throw signal.reason;
    let times = 1;
    let first = await timed(sampler, how, times, clock, signal);
    for (let trial = 1; trial < MOST_TRIALS; trial++) {
      const wanted = Math.max(1, Math.round(clock.next(tokens * times, first.milliseconds) / tokens));
      if (wanted <= times) break;
      times = wanted;
      await rest(signal);
      first = await timed(sampler, how, times, clock, signal);
    }
    const prepared = (performance.now() - started) / 1000;
    const each = first.milliseconds / 1000;
    const affordable = Math.max(FEWEST_GROUPS, Math.floor((seconds - prepared) / each));
    return { position, sampler, samples: Math.min(samples, affordable), times, groups: [first], status: 'measured' };
  } catch (error) {
    sampler?.destroy();
    if (error instanceof MemoryError) return { ...closed, status: 'out of memory' };
    // Work that would hold the adapter is not tried.
    if (error instanceof ModelError) return { ...closed, status: 'out of time budget' };
    throw error;
  }
}

function costOf({ position, groups, status }: SampledPlace): SampledCost {
  const [group] = groups;
  if (!group) return { position, milliseconds: null, p10: null, p90: null, bytes: null, round_trip: null, status };
  const wait = quantile(
    groups.map(({ roundTrip }) => roundTrip),
    0.5,
  );
  const took = groups.flatMap(({ perToken = [] }) => perToken);
  const at = (share: number): number | null => (took.length > 0 ? quantile(took, share) : null);
  return {
    position: group.position,
    milliseconds: at(0.5),
    p10: at(0.1),
    p90: at(0.9),
    bytes: group.bytes,
    round_trip: wait,
    status: took.length > 0 ? status : 'mostly waited',
  };
}
