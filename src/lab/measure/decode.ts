import type { Backend } from '../../gpu/backend';
import { holding } from '../../gpu/holding';
import { ParameterArena } from '../../models/arena';
import type { BlockConfig } from '../../models/config';
import { defineModel } from '../../models/model';
import { convolutions, measured } from '../config/stacks';
import { drawWeights } from '../race/initial_weights';
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
/** Most tokens up to which the position moves; more are sampled by starting there again. */
const MOST_TOKENS = 64;

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
  const prompt = Int32Array.from({ length: prefix }, (_, i) => (i * 7919) % V);
  const naive = way === 'naive';
  const choosing = { temperature: 1, topK: 0, seed: 1, naive };
  const path = way === 'naive' ? 'auto' : way;
  return holding(async held => {
    const parameters = held.take(await ParameterArena.make(backend, model), taken => taken.free());
    parameters.write(await drawWeights(model, 1));
    const longest = prefix + MOST_TOKENS;
    const made = await Sampler.make(backend, model, parameters, longest, choosing, path);
    const sampler = held.take(made, taken => taken.destroy());
    await sampler.begin({ tokens: prompt, read: prefix });
    let dispatches = Number.NaN;
    const choose = async (tokens: number, times: number): Promise<void> => {
      const group = await sampler.repeat(tokens, times, { aborted: false });
      if (group) checkSampled(group);
    };
    return {
      // Naively a group of another size computes another length.
      ...(naive && { most: MOST_TOKENS }),
      async run(times) {
        const before = backend.counters.dispatches;
        const rest = times % MOST_TOKENS;
        if (times >= MOST_TOKENS) await choose(MOST_TOKENS, Math.floor(times / MOST_TOKENS));
        if (rest > 0) await choose(rest, 1);
        dispatches = (backend.counters.dispatches - before) / times;
      },
      async idle() {
        await sampler.roundTrip(MOST_TOKENS);
      },
      facts: () => ({ dispatches }),
      destroy: () => held.free(),
    };
  });
}

/** Sampling with carried state, on the path that the sampler chooses. */
export function decodeCase(shape: DecodeShape): MeasuredCase {
  return {
    name: shape.name,
    work: { unit: 'token', amount: 1 },
    ours: backend => decodeSubject(backend, shape, 'auto'),
  };
}
