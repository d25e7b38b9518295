import { z } from 'zod';
import type { Field } from '../field';
import { muLawDecode, muLawEncode } from './mu_law';
import { LONGEST, orShorter, wholeNumber } from './parameters';
import { fillNextToken, seededBatches } from './sequences';
import { chirps, SAMPLE_RATE, tone } from './sound_sources';
import { type OpenTask, type Task, TaskError } from './task';
import { symbolVocabulary } from './vocabulary';
import { streamBatches, windowBatches } from './windows';

const LEVELS = 256;
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** The Braille pattern U+2800 + n stands for level n. */
const FIRST_SYMBOL = 0x2800;
/** Samples of the prompt: 50 ms. */
const PROMPT_SAMPLES = 400;
/** Samples of the example to listen to, if a sequence is longer than a second. */
const MOST_EXAMPLE = 2 * SAMPLE_RATE;

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Samples of a sequence; 8,000 are one second.',
  min: 1,
  max: LONGEST,
  unit: 'samples',
  options: [128, 256, 512, 1024, 2048, 4096, 8192],
};
const schema = z.strictObject({
  /** `own`: the visitor's sound; the first 90 % train, the last 10 % validate. */
  source: z.enum(['tones', 'chirps', 'both', 'own']).default('both'),
  length: wholeNumber(length, 512),
});
type Parameters = z.infer<typeof schema>;

/** One sample a token, in 256 µ-law levels. */
export const audio: Task<Parameters> = {
  name: 'audio',
  title: 'Sound',
  summary:
    'The model reads a sound sample by sample, 8,000 a second, and says which of 256 loudness levels (µ-law) comes next. ' +
    'The sound is a tone, syllables like those of speech, or a recording of your own; a trained model continues it, and you can listen.',
  citations: [
    'van den Oord et al. 2016, WaveNet: A Generative Model for Raw Audio, arXiv:1609.03499',
    'Peterson and Barney 1952, Control Methods Used in a Study of the Vowels (formants of the syllables)',
  ],
  measure: 'bits',
  protocol: 'continues',
  unit: 'sample',
  sound: {
    rate: SAMPLE_RATE,
    samplesOf: text =>
      Float32Array.from(text, symbol => muLawDecode(Math.min(255, (symbol.codePointAt(0) ?? 0) - FIRST_SYMBOL))),
  },
  sampleTokens: SAMPLE_RATE / 2,
  schema,
  fields: [length],
  async open(p, seed, { ownSound }) {
    const braille = symbolVocabulary(
      Array.from({ length: LEVELS }, (_, level) => String.fromCodePoint(FIRST_SYMBOL + level)),
    );
    const vocabulary = {
      ...braille,
      glyph: (token: number) => BARS[Math.floor((token * BARS.length) / LEVELS)] ?? '·',
    };
    const { batch, ...material } =
      p.source === 'own' ? ownBatches(ownSound, p.length, seed) : { batch: synthesised(p.source, p.length, seed) };
    return {
      vocabulary,
      length: p.length,
      batch,
      ...material,
      prompt: vocabulary.decode(batch('validation', 0, 1).tokens.subarray(0, PROMPT_SAMPLES)),
      soundExample: vocabulary.decode(
        batch('train', 0, Math.max(1, Math.floor(SAMPLE_RATE / p.length))).tokens.subarray(0, MOST_EXAMPLE),
      ),
      baselines: [{ name: 'uniform', loss: Math.log(LEVELS) }],
    };
  },
};

function synthesised(source: 'tones' | 'chirps' | 'both', L: number, seed: number): OpenTask['batch'] {
  return seededBatches(seed, L, (random, tokens, targets) => {
    const make = source === 'tones' || (source === 'both' && random.below(2) === 0) ? tone : chirps;
    fillNextToken(make(random, L + 1).map(muLawEncode), tokens, targets);
  });
}

function ownBatches(
  ownSound: Uint8Array | undefined,
  L: number,
  seed: number,
): Required<Pick<OpenTask, 'batch' | 'stream' | 'material'>> {
  if (!ownSound) throw new TaskError('There is no sound of your own yet; give one, or use tones or syllables.');
  const levels = Int32Array.from(ownSound);
  const cut = Math.floor(levels.length * 0.9);
  const longest = levels.length - cut - 1;
  if (longest < L)
    throw new TaskError(
      `The sound has ${count(levels.length)} samples; a length of ${count(L)} needs at least ${count(10 * L + 1)}, ` +
        'a tenth of them for validation. Use a longer sound' +
        orShorter(longest, length),
    );
  const [train, validation] = [levels.subarray(0, cut), levels.subarray(cut)];
  return {
    batch: windowBatches(seed, L, { train, validation }),
    stream: streamBatches(seed, L, train),
    material: { kind: 'sound', levels: ownSound, cut },
  };
}

function count(n: number): string {
  return n.toLocaleString('en');
}
