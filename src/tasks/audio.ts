import { z } from 'zod';
import type { Field } from '../field';
import { muLawEncode } from './mu_law';
import { LONGEST, wholeNumber } from './parameters';
import type { Random } from './random';
import { fillNextToken, seededBatches } from './sequences';
import type { Task } from './task';
import { symbolVocabulary } from './vocabulary';

/** Samples per second of every waveform: telephone speech. */
export const SAMPLE_RATE = 8000;
const LEVELS = 256;
/** Range of the fundamental frequency, in Hz: that of speech and song. */
const LOWEST = 100;
const HIGHEST = 800;
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const PROMPT_SAMPLES = 64;

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Samples of a sequence; 8,000 are one second.',
  min: 1,
  max: LONGEST,
  step: 1,
  unit: 'samples',
  options: [128, 256, 512, 1024, 2048, 4096, 8192],
};
const schema = z.strictObject({
  source: z.enum(['tones', 'chirps', 'both']).default('both'),
  length: wholeNumber(length, 512),
});
type Parameters = z.infer<typeof schema>;

/** One sample a token, in 256 µ-law levels; typed and decoded text writes level n as the Braille pattern U+2800 + n. */
export const audio: Task<Parameters> = {
  name: 'audio',
  title: 'Sound',
  summary:
    'The model reads a sound sample by sample, 8,000 a second, and says which of 256 loudness levels (µ-law) comes next. ' +
    'Every sequence is a tone, or a chirp whose pitch glides, with overtones; a trained model continues it.',
  citations: ['van den Oord et al. 2016, WaveNet: A Generative Model for Raw Audio, arXiv:1609.03499'],
  measure: 'bits',
  schema,
  fields: [length],
  async open(p, seed) {
    const L = p.length;
    const braille = symbolVocabulary(
      Array.from({ length: LEVELS }, (_, level) => String.fromCodePoint(0x2800 + level)),
    );
    const vocabulary = {
      ...braille,
      glyph: (token: number) => BARS[Math.floor((token * BARS.length) / LEVELS)] ?? '·',
    };
    const batch = seededBatches(seed, L, (random, tokens, targets) => {
      fillNextToken(waveform(random, p.source, L + 1).map(muLawEncode), tokens, targets);
    });
    return {
      vocabulary,
      length: L,
      batch,
      prompt: vocabulary.decode(batch('validation', 0, 1).tokens.subarray(0, PROMPT_SAMPLES)),
      baselines: [{ name: 'uniform', loss: Math.log(LEVELS) }],
    };
  },
};

/** `count` samples in [-1, 1]: a fundamental with two overtones, of constant pitch or gliding between two within the sequence. */
export function waveform(random: Random, source: Parameters['source'], count: number): Float64Array {
  const glides = source === 'chirps' || (source === 'both' && random.below(2) === 1);
  const start = pitch(random);
  const end = glides ? pitch(random) : start;
  const loudness = 0.2 + 0.7 * random.uniform();
  const overtones = [1, 0.5 * random.uniform(), 0.3 * random.uniform()];
  const sum = overtones.reduce((a, b) => a + b, 0);
  const turn = 2 * Math.PI;
  let phase = turn * random.uniform();
  return Float64Array.from({ length: count }, (_, t) => {
    const sample = overtones.reduce((y, strength, i) => y + strength * Math.sin((i + 1) * phase), 0);
    phase = (phase + (turn * start * (end / start) ** (t / count)) / SAMPLE_RATE) % turn;
    return (loudness * sample) / sum;
  });
}

/** A frequency in Hz, uniform in octaves. */
function pitch(random: Random): number {
  return LOWEST * (HIGHEST / LOWEST) ** random.uniform();
}
