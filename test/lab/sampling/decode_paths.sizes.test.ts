import { readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import type { Backend, BackendKind } from '../../../src/gpu/backend';
import { readCheckpoint } from '../../../src/lab/export/checkpoint';
import { ParameterArena } from '../../../src/models/arena';
import type { BlockConfig } from '../../../src/models/config';
import { engineOf } from '../../../src/models/engines';
import { defineModel } from '../../../src/models/model';
import { mixers as all } from '../../../src/models/registry';
import { backends } from '../../support/backends';
import { expectSameTokens, oddHeads, withWeights } from '../../support/sampled_tokens';
import { sizes } from '../../support/sizes';

const mixers = all.filter(mixer => engineOf(mixer).decode);

/** Windows and queues are shorter than the sample, so that they wrap. */
const shortMemories: BlockConfig[] = [
  { mixer: 'attention', window: 7, heads: 2, mlp: 12 },
  { mixer: 'attention', window: 7, heads: 2, positions: 'learned', places: 20 },
  { mixer: 'attention', window: 4, heads: 2, positions: 'sinusoidal' },
  { mixer: 'attention', window: 1, heads: 2, positions: 'sinusoidal' },
  { mixer: 'conv', kernel: 3, dilation: 5 },
];
const forms = mixers.flatMap(({ name, forms: further = [] }) => further.map(form => ({ mixer: name, ...form })));
const narrow = (blocks: readonly BlockConfig[]) => blocks.map((block): [number, BlockConfig] => [8, block]);
const alone = mixers.map(({ name }) => ({ mixer: name }));
const further = [
  ...narrow([
    ...alone,
    ...mixers.map(({ name }) => ({ mixer: name, mlp: 12 })),
    ...forms,
    { mixer: 'rnn', mlp: 12 },
    ...shortMemories,
  ]),
  ...oddHeads,
];
const hybrid = readCheckpoint(readFileSync(new URL('../../golden/training/hybrid.final.safetensors', import.meta.url)));
const trained = new Set(hybrid.model.blocks.map(({ mixer }) => mixer.name));
const untrained = alone.filter(({ mixer }) => !trained.has(mixer));
/** The others are as slow to compile, and follow in the long run. */
const sooner = untrained.filter((_, i) => i % 3 === 0);

/** Each device compiles the kernel of all mixers once for every number of invocations. */
const kinds = sizes<BackendKind>(['twin'], ['webgpu']);

describe.each([
  ['twin', alone],
  ['webgpu', sooner],
] as const)('on %s, one dispatch gives the tokens of the per-layer path', (kind, usual) => {
  const make = async (): Promise<Backend> => backends[kind]();
  const cases = sizes(narrow(usual), further).map(([D, block]) => [D, JSON.stringify(block), block] as const);

  it.each(cases)('D %i: %s', async (d_model, _, block) => {
    const backend = await make();
    const model = defineModel({ vocab_size: 11, d_model, blocks: [block, { ...block }] });
    const parameters = await withWeights(backend, model);
    await expectSameTokens(backend, model, parameters);
    parameters.free();
  });
});

it.each(kinds)('on %s, a prompt longer than a piece of prefill is read whole', async kind => {
  const backend = await backends[kind]();
  const blocks = [
    { mixer: 'mamba', d_state: 2 },
    { mixer: 's4d' },
    { mixer: 'attention', window: 20 },
    { mixer: 'lstm' },
  ];
  const model = defineModel({ vocab_size: 11, d_model: 8, blocks });
  const parameters = await withWeights(backend, model);
  await expectSameTokens(backend, model, parameters, { given: 530, groups: [24] });
  parameters.free();
});

it.each(kinds)('on %s, one dispatch gives the tokens of the trained hybrid of four families', async kind => {
  const backend = await backends[kind]();
  const { model, values } = hybrid;
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(values);
  await expectSameTokens(backend, model, parameters);
  // As when a task is played: more tokens are given than were read, and the tokens chosen there are answers.
  await expectSameTokens(backend, model, parameters, { given: 25, read: 5, groups: [3, 30] });
  parameters.free();
});
