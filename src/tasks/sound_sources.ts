import type { Random } from './random';

/** Samples per second of every waveform: telephone speech. */
export const SAMPLE_RATE = 8000;

const TURN = 2 * Math.PI;

/** Range of a tone's fundamental frequency, in Hz: that of speech and song. */
const TONE = { from: 100, to: 800 } as const;

/** `count` samples in [-1, 1] of one pitch, with two overtones. */
export function tone(random: Random, count: number): Float64Array {
  const pitch = between(random, TONE);
  const loudness = 0.2 + 0.7 * random.uniform();
  const overtones = [1, 0.5 * random.uniform(), 0.3 * random.uniform()];
  const sum = overtones.reduce((a, b) => a + b, 0);
  const start = random.uniform();
  return Float64Array.from({ length: count }, (_, t) => {
    const phase = TURN * ((start + (pitch * t) / SAMPLE_RATE) % 1);
    const sample = overtones.reduce((y, strength, i) => y + strength * Math.sin((i + 1) * phase), 0);
    return (loudness * sample) / sum;
  });
}

/** Ranges of a syllable, in seconds and Hz. The pause after it is shorter than the shortest sequence worth training on. */
const SYLLABLE = { from: 0.06, to: 0.2 } as const;
const PAUSE = { from: 0.01, to: 0.04 } as const;
const VOICE = { from: 110, to: 260 } as const;
/** The first two formants, which distinguish vowels: about the range of men's averages in Peterson and Barney 1952. */
const FORMANTS = [
  { from: 300, to: 850 },
  { from: 900, to: 2300 },
] as const;
/** Half the width of a formant, in Hz. */
const WIDTH = 90;
const HARMONICS = 20;
/** Seconds over which a syllable rises and falls. */
const EDGE = 0.015;

/**
 * `count` samples in [-1, 1] of babble: syllables between pauses. In each syllable the pitch glides, and so do two formants,
 * which weight the harmonics. Begins anywhere in the first syllable.
 */
export function chirps(random: Random, count: number): Float64Array {
  const samples = new Float64Array(count);
  let begun = false;
  for (let at = 0; at < count; ) {
    const syllable = makeSyllable(random);
    const skipped = begun ? 0 : random.below(syllable.length);
    begun = true;
    samples.set(syllable.samples(skipped, skipped + count - at), at);
    at += syllable.length - skipped + Math.round(between(random, PAUSE) * SAMPLE_RATE);
  }
  return samples;
}

interface Syllable {
  /** Samples of all of it. */
  readonly length: number;
  /** The samples from one index up to another, or to the end. A short sequence does not pay for the rest. */
  samples(from: number, to: number): Float64Array;
}

function makeSyllable(random: Random): Syllable {
  const length = Math.round(between(random, SYLLABLE) * SAMPLE_RATE);
  const loudness = 0.3 + 0.6 * random.uniform();
  const pitch = glide(random, VOICE);
  const formants = FORMANTS.map(range => glide(random, range));
  const edge = Math.round(EDGE * SAMPLE_RATE);
  const start = TURN * random.uniform();
  const sampleAt = (t: number, phase: number): number => {
    const places = formants.map(formant => formant(t / length));
    const f0 = pitch(t / length);
    let sample = 0;
    let most = 0;
    for (let k = 1; k <= HARMONICS && k * f0 < SAMPLE_RATE / 2; k++) {
      const strength = places.reduce((sum, place) => sum + 1 / (1 + ((k * f0 - place) / WIDTH) ** 2), 0.02 / k);
      sample += strength * Math.sin(k * phase);
      most += strength;
    }
    const rise = Math.min(1, t / edge, (length - t) / edge);
    return (loudness * Math.sin((rise * Math.PI) / 2) ** 2 * sample) / most;
  };
  return {
    length,
    samples(from, to) {
      const end = Math.min(to, length);
      const samples = new Float64Array(Math.max(0, end - from));
      let phase = start;
      for (let t = 0; t < end; t++) {
        phase = (phase + (TURN * pitch(t / length)) / SAMPLE_RATE) % TURN;
        if (t >= from) samples[t - from] = sampleAt(t, phase);
      }
      return samples;
    },
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Uniform in octaves. */
function between(random: Random, { from, to }: Range): number {
  return from * (to / from) ** random.uniform();
}

/** A glide from one frequency of the range to another, constant in octaves, at a share of the way. */
function glide(random: Random, range: Range): (share: number) => number {
  const [start, end] = [between(random, range), between(random, range)];
  return share => start * (end / start) ** share;
}
