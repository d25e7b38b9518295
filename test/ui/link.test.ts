import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RunConfig, runConfig } from '../../src/lab/config/config';
import { checkName } from '../../src/lab/config/names';
import { mobyDick, presets } from '../../src/lab/config/presets';
import { checkConfig } from '../../src/ui/check';
import { parameterDefaults } from '../../src/ui/defaults';
import { decodeLink, encodeLink, longestHash } from '../../src/ui/link';
import { askForLacking, followLacking, leftBehind, toBeAdded } from '../../src/ui/link_limits';
import { configStore } from '../../src/ui/stores/config';
import { linkNoteStore, setLinkNote } from '../../src/ui/stores/link_note';

const numbers = { noNaN: true, noDefaultInfinity: true } as const;

/** Blocks with every key of their mixers, for the longest possible links. */
const block = fc.oneof(
  fc.record({
    mixer: fc.constant('mamba'),
    ...Object.fromEntries(Object.keys(parameterDefaults('mamba')).map(key => [key, fc.double(numbers)])),
    mlp: fc.option(fc.integer({ min: 1, max: 16384 })),
  }),
  fc.record({ mixer: fc.constantFrom('lstm', 'conv', 'attention'), mlp: fc.constantFrom(null, 64) }),
);

function configs(size: { contenders: number; blocks: number }): fc.Arbitrary<RunConfig> {
  const contender = fc.record({
    name: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter(name => checkName(name).ok),
    d_model: fc.integer({ min: 1, max: 1024 }),
    blocks: fc.array(block, { minLength: size.blocks, maxLength: 32 }),
  });
  return fc
    .record({
      task: fc.record({ name: fc.constantFrom('text', 'copying'), length: fc.integer({ min: 1, max: 4096 }) }),
      contenders: fc.array(contender, { minLength: size.contenders, maxLength: 8 }),
      training: fc.record({
        steps: fc.integer({ min: 1, max: 1_000_000 }),
        lr: fc.double({ min: 1e-6, max: 1, noNaN: true }),
        seed: fc.integer({ min: 0, max: 0xffffffff }),
        clip_norm: fc.constantFrom(null, 1, 0.5),
      }),
    })
    .map(value => runConfig.parse(JSON.parse(JSON.stringify(value))));
}

const base64 = (text: string) => Buffer.from(text).toString('base64url');

describe('links', () => {
  test.each([
    ['small', { contenders: 1, blocks: 1 }, 60],
    ['the largest that a race can be', { contenders: 8, blocks: 32 }, 8],
  ])('decode(encode(c)) is c: %s', async (_, size, numRuns) => {
    await fc.assert(
      fc.asyncProperty(configs(size), async c => {
        const hash = await encodeLink(c);
        const earlier = `#race=${base64(JSON.stringify(c))}`;
        for (const link of [hash, earlier]) expect(await decodeLink(link)).toEqual({ kind: 'race', config: c });
      }),
      { numRuns },
    );
  });

  test('links of earlier versions are read', async () => {
    for (const { config } of presets)
      expect(await decodeLink(`#race=${base64(JSON.stringify(config))}`)).toEqual({ kind: 'race', config });
  });

  test('decode never throws, and gives a valid race or a reason', async () => {
    const hashes = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }).map(s => `#${s}`),
      fc.string({ unit: 'binary' }).map(s => `#race=${s}`),
      fc.json().map(text => `#race=${btoa(encodeURIComponent(text))}`),
      fc.json().map(text => `#race=${base64(text)}`),
      fc.uint8Array().map(bytes => `#racez=${Buffer.from(bytes).toString('base64url')}`),
      fc.json().map(text => `#racez=${deflateRawSync(text).toString('base64url')}`),
    );
    await fc.assert(
      fc.asyncProperty(hashes, async hash => {
        const decoded = await decodeLink(hash);
        if (decoded.kind === 'race') expect(runConfig.safeParse(decoded.config).success).toBe(true);
        if (decoded.kind === 'bad') expect(decoded.reason.length).toBeGreaterThan(5);
      }),
      { numRuns: 500 },
    );
  });

  test('a link cut anywhere, or with any character changed, is refused or gives a race', async () => {
    const hash = await encodeLink(mobyDick.config);
    for (let cut = 8; cut < hash.length; cut += 7) {
      expect((await decodeLink(hash.slice(0, cut))).kind).toBe('bad');
      const changed = `${hash.slice(0, cut)}${hash[cut] === 'A' ? 'B' : 'A'}${hash.slice(cut + 1)}`;
      expect(['bad', 'race']).toContain((await decodeLink(changed)).kind);
    }
  });

  test('a link that unpacks to more than any race is read only to that limit', async () => {
    const bomb = deflateRawSync(Buffer.alloc(100_000_000, ' ')).toString('base64url');
    expect(bomb.length).toBeLessThan(longestHash);
    const before = process.memoryUsage().arrayBuffers;
    expect(await decodeLink(`#racez=${bomb}`)).toMatchObject({ kind: 'bad' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test('a race with one wrong value is refused, and the message names its place', async () => {
    const first = mobyDick;
    const broken = { ...first.config, training: { ...first.config.training, batch: 1e9 } };
    const hash = `#race=${base64(JSON.stringify(broken))}`;
    expect(await decodeLink(hash)).toMatchObject({ kind: 'bad', reason: expect.stringContaining('training.batch') });
    const later = base64(JSON.stringify({ ...first.config, version: 2, precision: 'f16' }));
    expect(await decodeLink(`#race=${later}`)).toEqual({
      kind: 'bad',
      reason: 'It has version 2; this page knows version 1. Reload the page.',
    });
    expect(await decodeLink('#race=bnVsbA')).toEqual({ kind: 'bad', reason: 'the race: must be an object' });
    const polluted = `{"__proto__":{"x":1},"task":{"name":"text"},"contenders":[]}`;
    expect((await decodeLink(`#race=${base64(polluted)}`)).kind).toBe('bad');
    expect(await decodeLink(`#race=${'A'.repeat(longestHash)}`)).toMatchObject({
      kind: 'bad',
      reason: expect.stringContaining('longer'),
    });
  });

  test('copying a link says what it does not hold; opening one says what to add', () => {
    const text = {
      config: { ...mobyDick.config, task: { name: 'text', source: 'own' } },
      ownText: null,
      ownSound: null,
      ownMusic: null,
    };
    expect(leftBehind(text, {}, 'A')).toContain('not your text');
    expect(toBeAdded(text)).toContain('Add the text under Task');
    expect(toBeAdded({ ...text, ownText: 'Call me Ishmael. '.repeat(30) })).toBeNull();
    const sound = { ...text, config: { ...text.config, task: { name: 'audio', source: 'own' } } };
    expect(leftBehind(sound, {}, 'A')).toContain('not your sound');
    expect(leftBehind(mobyDick, { A: { matmul: 'quad' } }, 'A')).toContain('kernels that Measure chose');
    expect(leftBehind(mobyDick, { A: { matmul: 'quad' } }, 'B')).toBeNull();
    expect(toBeAdded({ ...text, config: mobyDick.config })).toBeNull();
  });
});

describe('presets', () => {
  test.each(presets.map(p => [p.name, p] as const))('%s is a race that can be run', async (_, preset) => {
    expect(checkConfig(preset.config)).toEqual({ ok: true, config: preset.config });
    expect((await encodeLink(preset.config)).length).toBeLessThan(1200);
  });

  test('the page refuses a race that cannot be built, and says why', () => {
    const first = mobyDick;
    const narrow = {
      ...first.config,
      contenders: [{ name: 'A', d_model: 30, blocks: [{ mixer: 'attention', heads: 4 }] }],
    };
    expect(checkConfig(narrow)).toMatchObject({ ok: false, message: expect.stringMatching(/^A: .*4/) });
    expect(checkConfig({ ...first.config, task: { name: 'nothing' } })).toMatchObject({ ok: false });
    expect(checkConfig({ ...first.config, task: { name: 'text', length: 0 } })).toMatchObject({
      ok: false,
      message: expect.stringContaining('length'),
    });
    expect(checkConfig(null).ok).toBe(false);
  });
});

test('the page asks for what a link lacks until it is there; a note about a copied link stays', () => {
  followLacking();
  const config = { ...mobyDick.config, task: { name: 'text', source: 'own', length: 32 } };
  configStore.setState({ config, ownText: null });
  askForLacking();
  configStore.setState({ ownText: 'too short' });
  expect(linkNoteStore.getState().note).toContain('Add the text under Task');
  configStore.setState({ ownText: 'Call me Ishmael. '.repeat(30) });
  expect(linkNoteStore.getState().note).toBeNull();
  setLinkNote('The link holds the race, not your text.');
  configStore.setState({ ownText: 'Call me Ahab. '.repeat(30) });
  expect(linkNoteStore.getState().note).not.toBeNull();
});
