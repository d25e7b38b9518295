import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RunConfig, runConfig } from '../../src/lab/config';
import { presets } from '../../src/lab/presets';
import { checkConfig } from '../../src/ui/check';
import { decodeLink, encodeLink, longestHash } from '../../src/ui/link';

const contender = fc.record({
  name: fc.string({ minLength: 1, maxLength: 40 }).filter(name => name.trim() === name && name !== ''),
  d_model: fc.integer({ min: 1, max: 1024 }),
  blocks: fc.array(fc.record({ mixer: fc.constantFrom('mamba', 'lstm', 'conv'), mlp: fc.constantFrom(null, 64) }), {
    minLength: 1,
    maxLength: 6,
  }),
});
const config: fc.Arbitrary<RunConfig> = fc
  .record({
    task: fc.record({ name: fc.constantFrom('text', 'copying'), length: fc.integer({ min: 1, max: 4096 }) }),
    contenders: fc.array(contender, { minLength: 1, maxLength: 8 }),
    training: fc.record({
      steps: fc.integer({ min: 1, max: 1_000_000 }),
      lr: fc.double({ min: 1e-6, max: 1, noNaN: true }),
      seed: fc.integer({ min: 0, max: 0xffffffff }),
      clip_norm: fc.constantFrom(null, 1, 0.5),
    }),
  })
  .map(value => runConfig.parse(value));

describe('links', () => {
  test('decode(encode(c)) is c', () => {
    fc.assert(
      fc.property(config, c => {
        const hash = encodeLink(c);
        if (hash.length <= longestHash) expect(decodeLink(hash)).toEqual({ kind: 'race', config: c });
        else expect(decodeLink(hash).kind).toBe('bad');
      }),
    );
  });

  test('decode never throws, and gives a valid race or a reason', () => {
    const hashes = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }).map(s => `#${s}`),
      fc.string({ unit: 'binary' }).map(s => `#race=${s}`),
      fc.json().map(text => `#race=${btoa(encodeURIComponent(text))}`),
      fc.json().map(text => `#race=${Buffer.from(text).toString('base64url')}`),
    );
    fc.assert(
      fc.property(hashes, hash => {
        const decoded = decodeLink(hash);
        if (decoded.kind === 'race') expect(runConfig.safeParse(decoded.config).success).toBe(true);
        if (decoded.kind === 'bad') expect(decoded.reason.length).toBeGreaterThan(5);
      }),
      { numRuns: 500 },
    );
  });

  test('a race with one thing wrong is refused with the place of it', () => {
    const [first] = presets;
    const broken = { ...first.config, training: { ...first.config.training, batch: 1e9 } };
    const hash = `#race=${Buffer.from(JSON.stringify(broken)).toString('base64url')}`;
    expect(decodeLink(hash)).toMatchObject({ kind: 'bad', reason: expect.stringContaining('training.batch') });
    const polluted = `{"__proto__":{"x":1},"task":{"name":"text"},"contenders":[]}`;
    expect(decodeLink(`#race=${Buffer.from(polluted).toString('base64url')}`).kind).toBe('bad');
    expect(decodeLink(`#race=${'A'.repeat(longestHash)}`)).toMatchObject({
      kind: 'bad',
      reason: expect.stringContaining('longer'),
    });
  });
});

describe('presets', () => {
  test.each(presets.map(p => [p.name, p] as const))('%s is a race that can be run', (_, preset) => {
    expect(checkConfig(preset.config)).toEqual({ ok: true, config: preset.config });
    expect(encodeLink(preset.config).length).toBeLessThan(longestHash / 2);
  });

  test('the page refuses what cannot be built, and says why', () => {
    const [first] = presets;
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
