import { expect, it, vi } from 'vitest';
import type { Backend } from '../../../src/gpu/backend';
import type { Dispatch } from '../../../src/gpu/dispatch';
import type { LatencyPoints } from '../../../src/lab/sampling/latency';
import { type RaceField, SampleRace } from '../../../src/lab/sampling/sample_race';
import { Sampler } from '../../../src/lab/sampling/sampler';
import { heldTemperature } from '../../../src/lab/sampling/sequence';
import type { Event } from '../../../src/lab/worker/protocol';
import { ParameterArena } from '../../../src/models/arena';
import { defineModel } from '../../../src/models/model';
import { backends } from '../../support/backends';
import { initialWeights } from '../../support/initial_weights';
import { fieldOf, Watched, watched } from '../../support/watched_race';

const choosing = { temperature: 1, topK: 0, seed: 1, naive: false };
const pause = (milliseconds: number) => new Promise<void>(resolve => setTimeout(resolve, milliseconds));

it('a dispatch decodes as many tokens as keep it short, and the tokens are the same', async () => {
  // The test has its own clock, so that a busy machine does not look like a slow model.
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const { backend, model, parameters } = await watched();
  const written = async () => {
    const sampler = await Sampler.make(backend, model, parameters, 40, choosing);
    await sampler.begin({ tokens: Int32Array.of(1), read: 1 });
    const first = await sampler.advance(2);
    const second = await sampler.advance(24);
    sampler.destroy();
    return { tokens: [...first.tokens, ...second.tokens], dispatches: Math.round(second.dispatchesPerToken * 24) };
  };
  const quick = await written();
  expect(quick.dispatches).toBe(1);
  backend.before = () => {
    now += 50;
  };
  const slow = await written();
  // At 25 ms a token, 60 ms are enough for two.
  expect(slow.dispatches).toBeGreaterThanOrEqual(12);
  expect(slow.tokens).toEqual(quick.tokens);
  clock.mockRestore();
});

it.each([false, true])('stopped sampling ends after the current submit, naive: %s', async naive => {
  const made = await watched();
  const { backend } = made;
  const { bytes } = backend.counters;
  const events: Event[] = [];
  const field = fieldOf(['RNN'], made);
  const request = { ...choosing, naive, prompt: 'ab', tokens: 30 };
  const race = new SampleRace(backend, field, 1, request, event => events.push(event));
  expect(await race.sampleTurn()).toBe(true);
  let submits = 0;
  backend.before = () => {
    submits++;
    race.stop();
  };
  expect(await race.sampleTurn()).toBe(true);
  expect(await race.sampleTurn()).toBe(false);
  expect(submits).toBe(1);
  expect(events.at(-1)).toMatchObject({ type: 'sampled', done: true, text: '' });
  expect(backend.counters.bytes).toBe(bytes);
});

it('a contender with slow tokens writes few at a time', async () => {
  const made = await watched();
  const { backend } = made;
  const positions: number[] = [];
  const field = fieldOf(['RNN'], made);
  const race = new SampleRace(backend, field, 1, { ...choosing, naive: true, prompt: 'ab', tokens: 40 }, event => {
    if (event.type === 'sampled') positions.push(...event.latency.position);
  });
  backend.before = () => pause(400);
  await race.sampleTurn();
  await race.sampleTurn();
  expect((positions[1] ?? 0) - (positions[0] ?? 0)).toBeLessThanOrEqual(16);
  race.destroy();
});

it('the time per token is that of the work, whatever the wait for an answer, and the wait is told beside it', async () => {
  const made = await watched();
  const { backend } = made;
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const read = backend.read.bind(backend);
  backend.read = async view => {
    now += 10;
    return read(view);
  };
  backend.before = () => {
    now += 1;
  };
  const points: LatencyPoints[] = [];
  const race = new SampleRace(
    backend,
    fieldOf(['RNN'], made),
    1,
    { ...choosing, prompt: 'ab', tokens: 4000 },
    event => {
      if (event.type === 'sampled') points.push(event.latency);
    },
  );
  while (await race.sampleTurn()) {}
  clock.mockRestore();
  const all = (column: keyof LatencyPoints) => points.flatMap(point => [...point[column]]);
  expect(all('milliseconds').length).toBeGreaterThan(1);
  expect(all('roundTrip').every(wait => wait === 10)).toBe(true);
  // A submit takes 1 ms and chooses up to 64 tokens.
  for (const took of all('milliseconds')) expect(took).toBeLessThan(1 / 50);
  expect(Math.max(...all('tokens'))).toBe(1024);
});

it('a contender whose token cannot be cut short enough is named, with the fix, and the others go on', async () => {
  const made = await watched();
  const { backend } = made;
  const { bytes } = backend.counters;
  const events: Event[] = [];
  const field = fieldOf(['Far', 'Near'], made);
  const race = new SampleRace(backend, field, 1, { ...choosing, naive: true, prompt: 'ab', tokens: 2 }, event =>
    events.push(event),
  );
  let asked = 0;
  backend.longestPart = () => (asked++ === 0 ? 2500 : 1);
  while (await race.sampleTurn()) {}
  expect(events[0]).toMatchObject({
    contender: 0,
    done: true,
    skipped: expect.stringMatching(/^Far is not sampled further: a token would hold this adapter for 2\.5 s.*window/),
  });
  expect(events.at(-1)).toMatchObject({ contender: 1, done: true });
  expect(backend.counters.bytes).toBe(bytes);
});

it('a prompt with a piece that cannot be cut short enough is refused, with the fix; room for more tokens costs it nothing', async () => {
  const backend = new Watched();
  backend.longestPart = (dispatches?: readonly Dispatch[]) =>
    Math.max(0, ...(dispatches ?? []).map(({ dims }) => dims.slots ?? 0));
  const model = defineModel({ vocab_size: 4, d_model: 4, blocks: [{ mixer: 'attention', heads: 1 }] });
  const parameters = await ParameterArena.make(backend, model);
  const { bytes } = backend.counters;
  const begin = async (length: number, room: number): Promise<boolean> => {
    const sampler = await Sampler.make(backend, model, parameters, length + room, choosing);
    return sampler.begin({ tokens: new Int32Array(length), read: length }).finally(() => sampler.destroy());
  };
  await expect(begin(2001, 1)).rejects.toThrow(
    'the prompt would hold this adapter for 2.0 s at a time. Use a shorter prompt, or attention with a window.',
  );
  expect(await begin(8, 2000)).toBe(true);
  expect(backend.counters.bytes).toBe(bytes);
});

it('a temperature that is subnormal in float32 is greedy: devices may treat it as 0 and divide by it', () => {
  for (const temperature of [0, 5e-324, 1e-320, 1e-45, 1e-40, 2 ** -127]) expect(heldTemperature(temperature)).toBe(0);
  for (const temperature of [2 ** -126, 1e-30, 1, 100]) expect(heldTemperature(temperature)).toBe(temperature);
});

/** A model whose logits are finite up to position 4 and not finite after it. */
async function breaking(backend: Backend) {
  const { task } = await watched();
  const blocks = [{ mixer: 'attention', heads: 1, positions: 'learned', places: 16 }];
  const model = defineModel({ vocab_size: task.vocabulary.size, d_model: 4, blocks });
  const parameters = await ParameterArena.make(backend, model);
  const weights = initialWeights(model, 1);
  const table = [...weights].find(([name]) => name.includes('position'))?.[1];
  table?.fill(Number.NaN, 4 * 4, 5 * 4);
  parameters.write(weights);
  return { task, model, parameters };
}

it.each([
  ['twin', false],
  ['twin', true],
  ['webgpu', false],
] as const)(
  'a model whose logits are not finite has diverged, and its earlier text stays: %s, naive %s',
  async (kind, naive) => {
    const backend = await backends[kind]();
    const { task, model, parameters } = await breaking(backend);
    const events: Event[] = [];
    const contender = { status: 'paused' as const, model, parameters };
    const contenders = [{ index: 0, name: 'Broken', contender }];
    const field: RaceField = { runId: 1, task, protocol: 'continues', contenders };
    const { bytes } = backend.counters;
    const request = { ...choosing, naive, prompt: 'ab', tokens: 12 };
    const race = new SampleRace(backend, field, 1, request, event => events.push(event));
    while (await race.sampleTurn()) {}
    expect(events).toHaveLength(1);
    const [said] = events;
    if (said?.type !== 'sampled') throw new Error('nothing was said');
    // The three tokens come from positions 1, 2, and 3.
    expect(said.text).toHaveLength(3);
    expect(said).toMatchObject({ done: true, diverged: true, latency: { position: new Float64Array(0) } });
    expect(said.skipped).toMatch(/^Broken diverged: its logits at position 4 are not finite.*lower learning rate/);
    expect(backend.counters.bytes).toBe(bytes);
    parameters.free();
  },
);
