import type { Backend } from '../../gpu/backend';
import { ParameterArena } from '../../models/arena';
import type { BlockConfig } from '../../models/config';
import { defineModel } from '../../models/model';
import { convolutions, measured } from '../config/stacks';
import { initialWeights } from '../race/initial_weights';
import type { DecodePath } from '../sampling/choosing';
import { Sampler } from '../sampling/sampler';
import { checkSampled } from './check_timed';
import type { MeasuredCase, Subject } from './subject';

/** One sequence, continued by a model with random weights. */
export interface DecodeShape {
  readonly name: string;
  readonly V: number;
  readonly D: number;
  readonly blocks: readonly BlockConfig[];
}

/** How tokens are sampled: with carried state, on one of the sampler's paths, or naively. */
export type DecodeWay = DecodePath | 'naive';

/** Tokens before the clock starts. */
export const DECODE_PREFIX = 480;
/** Tokens of a sample. */
const MOST_TOKENS = 64;
/** How far the position moves while timing, as a share of it, before the prefix is read again. */
const DRIFT = 1 / 8;

const width = { V: 64, D: 64 };

export const decodeShapes: readonly DecodeShape[] = [
  { ...width, name: 'Mamba, 2 blocks', blocks: measured.mamba },
  { ...width, name: 'LSTM, 2 blocks', blocks: measured.lstm(2) },
  {
    ...width,
    name: 'gated convolution, 5 blocks, kernel 4, dilations 1 to 256',
    blocks: convolutions(1, 4, 16, 64, 256),
  },
  { ...width, name: 'attention, 2 blocks, MLP of 128', blocks: measured.transformer(128) },
];

/** Tokens that the device chooses one after another behind `prefix` others, until the last is readable. */
export async function decodeSubject(
  backend: Backend,
  { V, D, blocks }: DecodeShape,
  way: DecodeWay,
  prefix = DECODE_PREFIX,
): Promise<Subject> {
  const model = defineModel({ vocab_size: V, d_model: D, blocks: [...blocks] });
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(initialWeights(model, 1));
  const prompt = Int32Array.from({ length: prefix }, (_, i) => (i * 7919) % V);
  const naive = way === 'naive';
  const choosing = { temperature: 1, topK: 0, seed: 1, naive };
  const longest = Math.ceil(prefix * (1 + DRIFT)) + MOST_TOKENS;
  let sampler: Sampler | undefined;
  let dispatches = Number.NaN;
  return {
    most: MOST_TOKENS,
    async rewind() {
      sampler ??= await Sampler.make(backend, model, parameters, longest, choosing, naive ? 'auto' : way);
      if (sampler.position === 0 || sampler.position + MOST_TOKENS > longest)
        await sampler.begin({ tokens: prompt, read: prefix });
    },
    async run(times) {
      const before = backend.counters.dispatches;
      const group = await sampler?.advance(times);
      if (group) checkSampled(group);
      dispatches = (backend.counters.dispatches - before) / times;
    },
    async idle() {
      await sampler?.roundTrip(MOST_TOKENS);
    },
    facts: () => ({ dispatches }),
    destroy() {
      sampler?.destroy();
      parameters.free();
    },
  };
}

/** Sampling with carried state, on the path that the sampler chooses. */
export function decodeCase(shape: DecodeShape): MeasuredCase {
  return {
    name: shape.name,
    work: { unit: 'token', amount: 1 },
    ours: backend => decodeSubject(backend, shape, 'auto'),
  };
}
