import { describe, expect, test } from 'vitest';
import { runConfig } from '../../src/lab/config/config';
import { mobyDick, presets } from '../../src/lab/config/presets';
import { readCommand } from '../../src/lab/worker/read_command';
import { differs } from '../../src/ui/actions';
import { lacksMaterial } from '../../src/ui/check';
import { envelope } from '../../src/ui/sound/envelope';
import { initialPreferences, sampleRequest } from '../../src/ui/stores/preferences';

const { config } = presets.find(({ name }) => name === 'audio') ?? mobyDick;
const own = runConfig.parse({ ...config, task: { name: 'audio', source: 'own' } });

/** Upper and lower end of each stroke. */
function strokes(path: string): [number, number, number][] {
  return [...path.matchAll(/M([\d.]+) (-?[\d.]+)v([\d.]+)/g)].map(([, x, y, height]) => [
    Number(x),
    Number(y),
    Number(y) + Number(height),
  ]);
}

describe('a waveform', () => {
  test('is drawn from the least to the greatest sample of each column, loud sounds far from the middle', () => {
    const drawn = strokes(envelope([1, -1, 0.5, 0.5, -0.5, 0], 10, 13));
    expect(drawn).toEqual([
      [10.5, -1, 1],
      [11.5, -0.5, 1],
      [12.5, -0.5, 0.5],
    ]);
  });

  test('silence gives a thin line, no sound gives nothing', () => {
    for (const [, top, bottom] of strokes(envelope(new Float32Array(50), 0, 5))) {
      expect(bottom - top).toBeGreaterThan(0);
      expect(bottom - top).toBeLessThan(0.1);
    }
    expect(envelope([], 0, 5)).toBe('');
    expect(strokes(envelope([0.2], 3, 6))).toHaveLength(3);
  });
});

test('a sample of sound continues the task’s own beginning for half a second, unless another length is asked for', () => {
  const task = {
    prompt: '⠁⠂',
    answers: 0,
    vocabularySize: 256,
    vocabulary: [],
    length: 4,
    baselines: [],
    example: { glyphs: [], targets: [] },
  };
  const typed = { ...initialPreferences, sample: { ...initialPreferences.sample, prompt: 'Call me Ishmael.' } };
  expect(sampleRequest(typed, { config, task, ofSeed: 0 })).toMatchObject({ prompt: '⠁⠂', tokens: 4000 });
  const text = mobyDick.config;
  expect(sampleRequest(typed, { config: text, task, ofSeed: 0 })).toMatchObject({
    prompt: 'Call me Ishmael.',
    tokens: 1024,
  });
  const asked = { ...typed, sample: { ...typed.sample, tokens: 9 } };
  expect(sampleRequest(asked, { config, task, ofSeed: 0 }).tokens).toBe(9);
});

describe('a sound of one’s own', () => {
  const ownSound = Uint8Array.of(1, 2, 3);

  test('has to be there before the race loads, and another one changes the race', () => {
    expect(lacksMaterial({ config: own, ownText: 'a text', ownSound: null, ownMusic: null })).toBe(true);
    expect(lacksMaterial({ config: own, ownText: null, ownSound, ownMusic: null })).toBe(false);
    const run = { config: own, ownText: null, ownSound, ownMusic: null };
    expect(differs({ config: own, ownText: null, ownSound, ownMusic: null }, run)).toBe(false);
    expect(differs({ config: own, ownText: null, ownSound: ownSound.slice(), ownMusic: null }, run)).toBe(true);
  });

  test('is checked at the worker', () => {
    const load = { type: 'load', runId: 1, config: own };
    expect(readCommand({ ...load, ownSound })).toMatchObject({ command: { ownSound } });
    expect(readCommand({ ...load, ownSound: [1, 2, 3] })).toHaveProperty('message');
    expect(readCommand({ ...load, ownSound: new Uint8Array(60 * 8000 + 1) })).toMatchObject({
      message: expect.stringContaining('60 s'),
    });
  });
});
