import { describe, expect, test } from 'vitest';
import { audio } from '../../src/tasks/audio';
import { muLawDecode, muLawEncode } from '../../src/tasks/mu_law';
import { OWN_SOUND, soundLevels } from '../../src/tasks/own_sound';
import { Random } from '../../src/tasks/random';
import { openTask } from '../../src/tasks/registry';
import { mixDown, resample } from '../../src/tasks/resample';
import { chirps, SAMPLE_RATE, tone } from '../../src/tasks/sound_sources';
import { TaskError } from '../../src/tasks/task';
import { readWav } from '../../src/tasks/wav';
import { writeWav } from '../../src/tasks/write_wav';
import { sine } from '../support/sine';
import { materials } from './materials';

const loudest = (sound: ArrayLike<number>): number => Array.from(sound).reduce((a, b) => Math.max(a, Math.abs(b)), 0);

/** The part of `sound` that the best sine of the frequency does not explain: a root mean square, as a share of the whole. */
function besides(sound: ArrayLike<number>, frequency: number, rate: number): number {
  const values = Array.from(sound);
  const phase = (t: number): number => (2 * Math.PI * frequency * t) / rate;
  const n = values.length;
  const a = values.reduce((sum, x, t) => sum + x * Math.cos(phase(t)), 0) * (2 / n);
  const b = values.reduce((sum, x, t) => sum + x * Math.sin(phase(t)), 0) * (2 / n);
  const power = (all: number[]): number => all.reduce((sum, x) => sum + x * x, 0);
  const rest = values.map((x, t) => x - a * Math.cos(phase(t)) - b * Math.sin(phase(t)));
  return Math.sqrt(power(rest) / power(values));
}

describe('synthesised sources', () => {
  test('a tone keeps its pitch, between 100 and 800 Hz', () => {
    expect(periods(tone(new Random(3, 'train'), 4000)).spread).toBeLessThanOrEqual(1);
    for (let i = 0; i < 40; i++) {
      const sound = tone(new Random(i, 'train'), 4000);
      expect(loudest(sound)).toBeLessThanOrEqual(1);
      const { mean } = periods(sound);
      expect(SAMPLE_RATE / mean).toBeGreaterThan(99);
      expect(SAMPLE_RATE / mean).toBeLessThan(801);
    }
  });

  test('chirps have syllables between pauses, and every window of 512 has sound', () => {
    for (let i = 0; i < 20; i++) {
      const sound = chirps(new Random(i, 'train'), SAMPLE_RATE);
      expect(loudest(sound)).toBeLessThanOrEqual(1);
      let pauses = 0;
      for (let t = 80; t < sound.length; t++) {
        const still = loudest(sound.subarray(t - 80, t)) === 0;
        if (still && sound[t] !== 0) pauses++;
      }
      expect(pauses).toBeGreaterThanOrEqual(2);
      expect(pauses).toBeLessThan(15);
      for (let t = 0; t + 512 <= sound.length; t += 64) {
        expect(loudest(sound.subarray(t, t + 512))).toBeGreaterThan(0.01);
      }
    }
  });

  test('the pitch of a syllable glides', () => {
    const spreads = Array.from({ length: 20 }, (_, i) => periods(chirps(new Random(i, 'train'), 1000)).spread);
    expect(spreads.filter(spread => spread > 3).length).toBeGreaterThan(10);
  });

  test('a source is what its name says', async () => {
    const text = async (source: string) => (await openTask({ name: 'audio', source }, 1, materials)).soundExample;
    const [tones, syllables, both] = await Promise.all(['tones', 'chirps', 'both'].map(text));
    expect(new Set([tones, syllables, both]).size).toBe(3);
    expect([...(both ?? '')]).toHaveLength(15 * 512);
    const samples = audio.sound?.samplesOf(tones ?? '') ?? [];
    expect(samples).toHaveLength(15 * 512);
    expect(muLawEncode(Number(samples[3]))).toBe((tones?.codePointAt(3) ?? 0) - 0x2800);
  });
});

describe('resampling', () => {
  test.each([
    [44100, 8000],
    [48000, 8000],
    [16000, 8000],
    [6000, 8000],
    [44099, 8000],
  ])('keeps a tone from %i to %i Hz', (from, to) => {
    const sound = resample(sine(from, 1, 440), from, to);
    expect(Math.abs(sound.length - to)).toBeLessThanOrEqual(1);
    const middle = sound.subarray(200, to - 200);
    expect(besides(middle, 440, to)).toBeLessThan(0.01);
    expect(loudest(middle)).toBeCloseTo(0.5, 2);
  });

  test('frequencies above the rate vanish without aliasing', () => {
    const sound = resample(sine(48000, 1, 5000), 48000, 8000);
    expect(loudest(sound.subarray(200, 7800))).toBeLessThan(0.005);
  });

  test('an equal rate changes nothing', () => {
    const sound = sine(8000, 0.1, 300);
    expect(resample(sound, 8000, 8000)).toBe(sound);
  });

  test('channels are averaged', () => {
    expect([...mixDown([Float32Array.of(1, 0, -1), Float32Array.of(0, 0.5, -1)])]).toEqual([0.5, 0.25, -1]);
    expect([...mixDown([Float32Array.of(0.25)])]).toEqual([0.25]);
    expect(mixDown([])).toHaveLength(0);
  });
});

describe('WAV', () => {
  test('16 bits, two channels', () => {
    const { rate, channels } = readWav(writeWav(22050, [sine(22050, 0.1, 100), sine(22050, 0.1, 200)]));
    expect(rate).toBe(22050);
    expect(channels).toHaveLength(2);
    const expected = sine(22050, 0.1, 200);
    channels[1]?.forEach((sample, t) => {
      expect(Math.abs(sample - Number(expected[t]))).toBeLessThan(1e-4);
    });
  });

  test.each([
    [8, 1, [0, 128, 255], [-1, 0, 127 / 128]],
    [24, 1, [0, 0, 0x80, 0, 0, 0, 0xff, 0xff, 0x7f], [-1, 0, 1 - 2 ** -23]],
    [32, 1, [0, 0, 0, 0x80, 0, 0, 0, 0x40], [-1, 0.5]],
    [32, 3, [0, 0, 0x80, 0xbf, 0, 0, 0, 0x3f], [-1, 0.5]],
  ])('%i bits of kind %i', (bits, kind, data, expected) => {
    const bytes = writeWav(8000, [[0]]).slice(0, 44 + data.length);
    const whole = new Uint8Array(44 + data.length);
    whole.set(bytes.subarray(0, 44));
    whole.set(data, 44);
    const view = new DataView(whole.buffer);
    view.setUint16(20, kind, true);
    view.setUint32(4, 36 + data.length, true);
    view.setUint16(32, bits / 8, true);
    view.setUint16(34, bits, true);
    view.setUint32(40, data.length, true);
    expect([...(readWav(whole).channels[0] ?? [])]).toEqual(expected.map(Math.fround));
  });

  test('anything else is refused with what to do', () => {
    const text = new TextEncoder().encode('It was the best of times, it was the worst of times.');
    expect(() => readWav(text)).toThrow(/not a WAV file.*16-bit/);
    expect(() => readWav(new Uint8Array(3))).toThrow(TaskError);
    const odd = writeWav(8000, [[0, 0]]);
    odd[20] = 7;
    expect(() => readWav(odd)).toThrow(/kind 7 with 16 bits/);
  });

  /** A file of two channels with four 16-bit samples each, with a changed header. */
  const lying = (change: (view: DataView) => void, bytes = 60): Uint8Array => {
    const whole = writeWav(8000, [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    change(new DataView(whole.buffer));
    return whole.slice(0, bytes);
  };
  const write = (view: DataView, at: number, name: string): void => {
    for (const [i, character] of [...name].entries()) view.setUint8(at + i, character.charCodeAt(0));
  };

  test.each<[string, (view: DataView) => void, RegExp]>([
    ['a size beyond the file', view => view.setUint32(4, 4000, true), /says that it has 4008 bytes, but it has 60/],
    ['a size never written', view => view.setUint32(4, 0xffffffff, true), /never finished/],
    ['a size of nothing', view => view.setUint32(4, 0, true), /no chunk 'fmt '/],
    [
      'samples past the end',
      view => view.setUint32(40, 4000, true),
      /'data' says that it has 4000 bytes, but 16 are left/,
    ],
    ['a format past the end', view => view.setUint32(16, 4000, true), /'fmt ' says that it has 4000 bytes/],
    [
      'a format cut short',
      view => {
        view.setUint32(16, 4, true);
        write(view, 24, 'data');
        view.setUint32(28, 28, true);
      },
      /'fmt ' has 4 bytes/,
    ],
    ['an extended format cut short', view => view.setUint16(20, 0xfffe, true), /extended chunk 'fmt ' has 16 bytes/],
    ['no channels', view => view.setUint16(22, 0, true), /no channels/],
    ['no rate', view => view.setUint32(24, 0, true), /no sample rate/],
    ['frames of another size', view => view.setUint16(32, 3, true), /says 3 bytes for a sample of 2 channels.*not 4/],
    ['a last frame cut', view => view.setUint32(40, 14, true), /14 bytes of samples end within/],
    ['no samples', view => view.setUint32(40, 0, true), /no samples/],
    ['64-bit floats', view => [view.setUint16(20, 3, true), view.setUint16(34, 64, true)], /kind 3 with 64 bits/],
    ['0 bits', view => view.setUint16(34, 0, true), /kind 1 with 0 bits/],
    ['no chunk of samples', view => write(view, 36, 'junk'), /no chunk 'data'/],
    ['two formats', view => write(view, 36, 'fmt '), /two chunks 'fmt '/],
    ['big-endian', view => write(view, 0, 'RIFX'), /kind RIFX/],
    ['64-bit sizes', view => write(view, 0, 'RF64'), /kind RF64/],
    ['another container', view => write(view, 8, 'AVI '), /not a WAV file/],
  ])('%s is refused in words', (_, change, message) => {
    expect(() => readWav(lying(change))).toThrow(TaskError);
    expect(() => readWav(lying(change))).toThrow(message);
  });

  test('a file that was cut is refused at every length; bytes behind its end are not read', () => {
    for (let bytes = 0; bytes < 60; bytes++) expect(() => readWav(lying(() => {}, bytes))).toThrow(TaskError);
    const longer = new Uint8Array(70);
    longer.set(lying(() => {}));
    expect(readWav(longer).channels[1]).toHaveLength(4);
  });
});

describe('own sound', () => {
  const wave = (rate: number, ...channels: Float32Array[]) => ({ rate, channels });

  test('is mixed, resampled, and scaled to full loudness', () => {
    const levels = soundLevels(wave(48000, sine(48000, 2, 300, 0.02), sine(48000, 2, 300, 0.02)));
    expect(levels).toHaveLength(16000);
    const sound = Array.from(levels, muLawDecode);
    expect(loudest(sound)).toBeGreaterThan(0.85);
    expect(loudest(sound)).toBeLessThan(0.95);
    expect(besides(sound.slice(200, -200), 300, 8000)).toBeLessThan(0.05);
  });

  test('is cut at its greatest length', () => {
    expect(soundLevels(wave(8000, sine(8000, OWN_SOUND.most + 3, 300)))).toHaveLength(OWN_SOUND.most * 8000);
  });

  test('too short, silent, or damaged: a message that says what to do', () => {
    expect(() => soundLevels(wave(8000, sine(8000, 0.5, 300)))).toThrow(/0\.5 s; at least 1 s.*longer/);
    expect(() => soundLevels(wave(8000))).toThrow(/0\.0 s/);
    expect(() => soundLevels(wave(8000, new Float32Array(9000)))).toThrow(/silent.*microphone/);
    expect(() => soundLevels(wave(8000, new Float32Array(9000).fill(Number.NaN)))).toThrow(TaskError);
  });

  test('trains on all but its last tenth, which validates', async () => {
    const ownSound = Uint8Array.from({ length: 20000 }, (_, t) => (t < 18000 ? t % 100 : 100 + (t % 100)));
    const open = (length: number) => openTask({ name: 'audio', source: 'own', length }, 1, { ...materials, ownSound });
    const { batch, prompt } = await open(64);
    const train = batch('train', 3, 16);
    const validation = batch('validation', 3, 16);
    expect(Math.max(...train.tokens, ...train.targets)).toBe(99);
    expect(Math.min(...validation.tokens, ...validation.targets)).toBe(100);
    train.targets.forEach((target, t) => {
      expect(target).toBe((train.tokens[t] + 1) % 100);
    });
    expect([...prompt]).toHaveLength(64);
    await expect(open(4000)).rejects.toThrow(/20,000 samples.*40,001.*at most 1,999/);
    const short = { ...materials, ownSound: ownSound.subarray(0, 1200) };
    await expect(openTask({ name: 'audio', source: 'own', length: 128 }, 1, short)).rejects.toThrow(/longer sound\.$/);
    await expect(openTask({ name: 'audio', source: 'own' }, 1, materials)).rejects.toThrow(/no sound of your own yet/);
  });
});

/** Distances in samples between the highest peaks: their mean, and the difference of the longest and the shortest. */
function periods(sound: Float64Array): { mean: number; spread: number } {
  const top = Math.max(...sound) * 0.93;
  const peaks: number[] = [];
  for (let t = 1; t < sound.length; t++) if (sound[t - 1] < top && sound[t] >= top) peaks.push(t);
  const gaps = peaks.slice(1).map((t, i) => t - peaks[i]);
  return { mean: gaps.reduce((a, b) => a + b, 0) / gaps.length, spread: Math.max(...gaps) - Math.min(...gaps) };
}
