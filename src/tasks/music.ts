import { z } from 'zod';
import type { Field } from '../field';
import { eventVocabulary, REST } from './events';
import { melody, melodyEntropies } from './melody';
import { length } from './music_length';
import { wholeNumber } from './parameters';
import { pentatonic } from './scale';
import { fillNextToken, seededBatches } from './sequences';
import { type OpenTask, type Task, TaskError } from './task';

const voices: Field = {
  key: 'voices',
  label: 'Voices',
  help: 'How many voices are read. Of a file with more tracks, those with most notes; one track is shared out among the voices.',
  min: 1,
  max: 4,
};
const steps: Field = {
  key: 'steps',
  label: 'Steps of a beat',
  help: 'How finely time is cut: 2 for eighths where a beat is a quarter, 4 for sixteenths, 3 for triplets.',
  min: 1,
  max: 8,
};
const schema = z.strictObject({
  /** `own`: the visitor's MIDI file; the first 90 % train, the last 10 % validate. */
  source: z.enum(['rounds', 'own']).default('rounds'),
  voices: wholeNumber(voices, 2),
  steps: wholeNumber(steps, 2),
  length: wholeNumber(length, 96),
});
type MusicParameters = z.infer<typeof schema>;

const BAR_BEATS = 4;
/** Bars after which a voice repeats the one before it, and notes that the leader sings. */
const DELAY = 2;
const NOTES = 8;
const BEAT_SECONDS = 0.45;
const PROMPT_BARS = 4;

/** At each step of time a token for each voice; every next token is scored. */
export const music: Task<MusicParameters> = {
  name: 'music',
  title: 'Music',
  summary:
    'The model reads music event by event, at each step of time a note, a hold, or a rest of each voice, and says which event comes next: endless rounds, or a MIDI file of your own. ' +
    'A trained model continues it, and you can see and hear whether the voices still follow one another (symbolic music modelling).',
  citations: [
    'Payne 2019, MuseNet, OpenAI',
    'Hadjeres, Pachet and Nielsen 2016, DeepBach: a Steerable Model for Bach Chorales Generation, arXiv:1612.01010 (a token a voice and step, with holds)',
  ],
  measure: 'bits',
  protocol: 'continues',
  unit: 'token',
  sampleTokens: 128,
  music: ({ source, voices, steps }) => ({
    voices,
    beatSteps: steps,
    barSteps: BAR_BEATS * steps,
    stepSeconds: BEAT_SECONDS / steps,
    ...(source === 'rounds' ? { follow: DELAY * BAR_BEATS * steps } : {}),
  }),
  schema,
  fields: [length, voices, steps],
  async open(p, seed, { ownMusic }) {
    if (p.source === 'rounds') return openRounds(p, seed);
    if (!ownMusic) throw new TaskError('There is no music of your own yet; give a MIDI file (.mid), or use rounds.');
    // Few visitors bring a file, so what reads it is loaded when it is asked for.
    const { openOwnMusic } = await import('./open_own_music');
    return openOwnMusic(p, seed, ownMusic);
  },
};

/** Rounds as of the task `rounds`, with the leader scored, too. */
function openRounds(p: MusicParameters, seed: number): OpenTask {
  const vocabulary = eventVocabulary(pentatonic(NOTES));
  const L = p.length * p.voices;
  const barSteps = BAR_BEATS * p.steps;
  const bars = Math.floor(p.length / barSteps) + 1;
  const batch = seededBatches(seed, L, (random, tokens, targets) => {
    const lead = melody(random, bars, barSteps, NOTES);
    const symbols = Int32Array.from({ length: L + 1 }, (_, at) => {
      const step = Math.floor(at / p.voices) - (at % p.voices) * DELAY * barSteps;
      return step < 0 ? REST : lead[step];
    });
    fillNextToken(symbols, tokens, targets);
  });
  const entropies = melodyEntropies(barSteps, NOTES);
  let leader = 0;
  for (let step = 1; step <= p.length; step++) leader += entropies[step % barSteps];
  return {
    vocabulary,
    length: L,
    batch,
    prompt: vocabulary.decode(batch('validation', 0, 1).tokens.subarray(0, PROMPT_BARS * barSteps * p.voices)),
    baselines: [
      { name: 'uniform', loss: Math.log(vocabulary.size) },
      { name: 'leader by its melody, followers free', loss: leader / L },
    ],
  };
}
