import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { mobyDick } from '../../src/lab/config/presets';
import { OutcomeStorage } from '../../src/ui/experiments/outcome_storage';
import { readKernels } from '../../src/ui/kernel_storage';
import { readStored, type Stored, writeStored } from '../../src/ui/stored';
import { asideStore, discardAside, leaveAside, readAside } from '../../src/ui/stores/aside';
import { initialPreferences, type Preferences } from '../../src/ui/stores/preferences';
import { storageWith } from '../support/page_storage';

const { config } = mobyDick;
const good = { config, ownText: 'Call me', preferences: initialPreferences };

function read(value: unknown): { stored: Stored; left: { what: string; why: string; text: string }[] } {
  const left: { what: string; why: string; text: string }[] = [];
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const stored = readStored(storageWith({ unroll: text }), (what, why, text) => left.push({ what, why, text }));
  return { stored, left };
}

beforeEach(() => asideStore.setState({ entries: [], notStored: null }));

describe('settings of an earlier visit', () => {
  test('are read back as they were written', () => {
    const kept = storageWith();
    writeStored(good, kept);
    expect(readStored(kept)).toEqual(good);
    expect(asideStore.getState().entries).toEqual([]);
  });

  test('say whether they store the text, as they do if nothing else keeps it', () => {
    expect(writeStored(good, storageWith())).toBe(true);
    expect(writeStored({ ...good, ownText: 'x'.repeat(500_001) }, storageWith())).toBe(false);
  });

  test.each([
    ['a mixer', { ...config, contenders: [{ name: 'A', d_model: 8, blocks: [{ mixer: 'nonesuch' }] }] }, 'nonesuch'],
    ['a task', { ...config, task: { name: 'sudoku' } }, 'sudoku'],
    [
      'a key of a block',
      { ...config, contenders: [{ name: 'A', d_model: 8, blocks: [{ mixer: 'lstm', peep: 1 }] }] },
      'peep',
    ],
    ['a key of a task', { ...config, task: { name: 'text', book: 2 } }, 'book'],
    ['a version', { ...config, version: 2 }, 'version 2'],
    ['a number', { ...config, training: { ...config.training, batch: 1e300 } }, 'training.batch'],
    ['a shape', [1, 2], 'must be an object'],
    ['a prototype', JSON.parse('{"__proto__":{"task":{"name":"text"}},"contenders":[]}'), 'task'],
  ])('with %s that this build does not know: the race is left aside, the rest is used', (_, foreign, reason) => {
    const { stored, left } = read({ ...good, config: foreign });
    expect(stored).toEqual({ ...good, config: undefined });
    expect(left).toEqual([
      {
        what: 'The race of your last visit could not be read.',
        why: expect.stringContaining(reason),
        text: JSON.stringify(foreign),
      },
    ]);
  });

  test('with a prototype in the task are read without it', () => {
    const polluted = { ...config, task: JSON.parse('{"name":"text","__proto__":{"length":8}}') };
    expect(read({ ...good, config: polluted }).stored.config?.task).toEqual({ name: 'text' });
  });

  test('with values that contradict each other, as during typing, are used, and the page says what to change', () => {
    const odd = { ...config, contenders: [{ name: 'A', d_model: 30, blocks: [{ mixer: 'attention', heads: 4 }] }] };
    expect(read({ ...good, config: odd })).toMatchObject({ stored: { config: odd }, left: [] });
  });

  test('with one unknown preference, or an extra key, keep every other preference', () => {
    const mine: Preferences = {
      ...initialPreferences,
      curveAxis: 'flops',
      sample: { ...initialPreferences.sample, seed: 7, prompt: 'Call me' },
    };
    const cases: readonly (readonly [object, Partial<Preferences>, object])[] = [
      [{ theme: 'sepia' }, {}, { theme: 'sepia' }],
      [{ font: 'serif', theme: 'dark' }, { theme: 'dark' }, { font: 'serif' }],
      [{ sample: { ...mine.sample, topK: -1, min_p: 0.1 } }, {}, { 'sample.topK': -1, 'sample.min_p': 0.1 }],
      [{ sample: 'much' }, { sample: initialPreferences.sample }, { sample: 'much' }],
      [JSON.parse('{"theme":null,"seedBand":"error"}'), { seedBand: 'error' }, { theme: null }],
      [{ charts: { first: { smoothing: -1 } } }, {}, { charts: { first: { smoothing: -1 } } }],
    ];
    for (const [change, used, aside] of cases) {
      const { stored, left } = read({ ...good, preferences: { ...mine, ...change } });
      expect(stored.preferences).toEqual({ ...mine, ...used });
      expect(left.map(({ text }) => JSON.parse(text))).toEqual([aside]);
      for (const key of Object.keys(aside)) expect(left[0]?.why).toContain(key.split('.').at(-1));
    }
  });

  test('of a version with fewer preferences take the defaults for the others, and nothing is put aside', () => {
    const { example, further, seconds, ...sample } = initialPreferences.sample;
    const { charts: _, ...older } = { ...initialPreferences, theme: 'dark', sample };
    const charts = { first: { logY: true }, second: { metric: 'gradient' } };
    expect(read({ ...good, preferences: { ...older, lossScale: 'log', secondChart: 'gradient' } })).toEqual({
      stored: { ...good, preferences: { ...initialPreferences, theme: 'dark', charts } },
      left: [],
    });
  });

  test('with preferences, a text, or keys of the wrong type are put aside one by one', () => {
    const { stored, left } = read({
      ...good,
      ownText: { a: 1 },
      preferences: { ...initialPreferences, theme: 'sepia' },
      future: 1,
    });
    expect(stored).toEqual({ config, ownText: null, preferences: initialPreferences });
    expect(left.map(({ text }) => text)).toEqual(['{"future":1}', '{"a":1}', expect.stringContaining('sepia')]);
  });

  test('of any kind never throw, and unused parts are not lost', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), text => {
        const { stored, left } = read(text);
        expect(Object.keys(stored)).toContain('ownText');
        const empty = text.trim() === '{}';
        if (!empty && stored.config === undefined && stored.preferences === undefined && stored.ownText === null)
          expect(left.length + Number(/^\s*\{\s*"(config|ownText|preferences)"/.test(text))).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

const nothing = { outcomes: {}, earlier: {} };

describe('what is put aside', () => {
  test('is kept between visits until it is discarded, each thing once', () => {
    leaveAside('A', 'why', 'text');
    leaveAside('A', 'why', 'text');
    leaveAside('B', 'why', 'text');
    leaveAside('C', 'training.lr: must be a number', 'text');
    const { entries } = asideStore.getState();
    expect(entries.map(({ what }) => what)).toEqual(['A', 'B', 'C']);
    expect(entries.map(({ why }) => why)).toEqual(['Why.', 'Why.', 'training.lr: must be a number.']);
    const kept = storageWith({ 'unroll.aside': JSON.stringify(entries) });
    asideStore.setState({ entries: [] });
    readAside(kept);
    expect(asideStore.getState().entries).toEqual(entries);
    const [first] = asideStore.getState().entries;
    if (first) discardAside(first);
    expect(asideStore.getState().entries.map(({ what }) => what)).toEqual(['B', 'C']);
    readAside(storageWith({ 'unroll.aside': '{"no": "list"}' }));
    expect(asideStore.getState().entries).toMatchObject([{ text: '{"no": "list"}' }]);
  });

  test('can be kept and discarded by either of two tabs', () => {
    const kept = storageWith();
    vi.stubGlobal('localStorage', kept);
    leaveAside('of tab 1', 'why', 'text');
    asideStore.setState({ entries: [] });
    leaveAside('of tab 2', 'why', 'text');
    const [first] = asideStore.getState().entries;
    if (first) discardAside(first);
    asideStore.setState({ entries: [] });
    readAside(kept);
    expect(asideStore.getState().entries.map(({ what }) => what)).toEqual(['of tab 2']);
    vi.unstubAllGlobals();
  });

  test('includes kernels and outcomes of another version', () => {
    expect(readKernels(storageWith({ 'unroll.kernels': '{"version":9}' }))).toEqual({});
    const outcomes = { version: 1, outcomes: { teleportation: { rows: [] } } };
    expect(new OutcomeStorage(storageWith({ 'unroll.experiments': JSON.stringify(outcomes) })).read()).toEqual(nothing);
    expect(asideStore.getState().entries.map(({ text }) => text)).toEqual(['{"version":9}', '{"rows":[]}']);
  });
});

test('the page works without storage or with a full one, and says so', () => {
  const refuse = () => {
    throw new Error('QuotaExceededError');
  };
  const full = { getItem: refuse, setItem: refuse, removeItem: refuse, key: refuse, length: 1 };
  expect(readStored(full)).toEqual({ ownText: null });
  expect(readKernels(full)).toEqual({});
  expect(new OutcomeStorage(full).read()).toEqual(nothing);
  readAside(full);
  writeStored(good, full);
  expect(asideStore.getState().notStored).toBe('QuotaExceededError');
  writeStored(good, storageWith());
  expect(asideStore.getState().notStored).toBeNull();
});

test('a prompt that is too long to keep does not lose other settings, and the next visit is told', () => {
  const kept = storageWith();
  const { preferences } = good;
  if (!preferences) throw new Error('no preferences');
  const sample = { ...preferences.sample, prompt: 'a'.repeat(100_001) };
  writeStored({ ...good, preferences: { ...preferences, sample } }, kept);
  const next = readStored(kept);
  expect(next.preferences).toEqual({ ...preferences, sample: { ...sample, prompt: null } });
  expect(next.lost).toMatch(/prompt of your last visit was not kept: it had 100,001 characters/);
  writeStored(next, kept);
  expect(readStored(kept).lost).toBeUndefined();
});
