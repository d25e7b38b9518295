import { z } from 'zod';
import type { Choice, Field } from '../field';
import { eventVocabulary, FIRST_NOTE, REST } from './events';
import { melody, melodyGuess } from './melody';
import { LONGEST, wholeNumber } from './parameters';
import { pentatonic, SCALE } from './scale';
import { askingTask, seededBatches } from './sequences';
import { type Task, TaskError } from './task';

/** Most tokens of a bar. */
const WIDEST = 4 * 16;

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Bars of a piece. The second voice enters after the delay, the third after twice the delay, and so on.',
  min: 2,
  max: LONGEST / WIDEST,
  unit: 'bars',
  options: [2, 4, 8, 12, 16, 24, 32, 64],
};
const voices: Field = {
  key: 'voices',
  label: 'Voices',
  help: 'How many voices sing: one leads, and each other one repeats the voice before it.',
  min: 2,
  max: 4,
};
const delay: Field = {
  key: 'delay',
  label: 'Delay',
  help: 'After how many bars a voice repeats the one before it: how far back a model must remember.',
  min: 1,
  max: 64,
  unit: 'bars',
  options: [1, 2, 3, 4, 8],
};
const steps: Field = {
  key: 'steps',
  label: 'Steps of a bar',
  help: 'Steps of time in a bar; at each one every voice has a token. Every second step is a beat.',
  min: 2,
  max: 16,
  options: [4, 6, 8, 12, 16],
};
const notes: Field = {
  key: 'notes',
  label: 'Notes',
  help: 'How many notes the leader sings, of a scale with five notes an octave, from middle C up.',
  min: 2,
  max: 15,
};
const canon: Choice = {
  key: 'canon',
  label: 'Canon',
  help: 'What a voice makes of the one before it: the same notes, or, in every second voice, notes an octave higher, a fifth or so higher, or upside down.',
  options: [
    { value: 'round', label: 'Round' },
    { value: 'octave', label: 'At the octave' },
    { value: 'fifth', label: 'At the fifth' },
    { value: 'mirror', label: 'Upside down' },
  ],
};
const schema = z.strictObject({
  canon: z.enum(['round', 'octave', 'fifth', 'mirror']).default('round'),
  voices: wholeNumber(voices, 2),
  delay: wholeNumber(delay, 2),
  length: wholeNumber(length, 12),
  steps: wholeNumber(steps, 8),
  notes: wholeNumber(notes, 8),
});
type Parameters = z.infer<typeof schema>;

const STEP_SECONDS = 0.2;
/** Notes of the scale that every second voice sings higher. */
const HIGHER = { round: 0, octave: SCALE.length, fifth: 3, mirror: 0 } as const;

/** At each step of time a token for each voice, from the leader on. Notes of followers are scored, and nothing else. */
export const rounds: Task<Parameters> = {
  name: 'rounds',
  title: 'Rounds and canons',
  summary:
    'One voice sings a melody that nobody can foresee, and each other voice repeats the voice before it some bars later; the model says which note a repeating voice sings next. ' +
    'All it takes is memory that reaches over the delay (the imitation of a canon, as in Frère Jacques). A model that forgets sooner can only guess how melodies go on.',
  citations: [
    'Hadjeres, Pachet and Nielsen 2016, DeepBach: a Steerable Model for Bach Chorales Generation, arXiv:1612.01010 (a token a voice and step, with holds)',
    'Eck and Schmidhuber 2002, A First Look at Music Composition using LSTM Recurrent Neural Networks, IDSIA-07-02',
  ],
  measure: 'accuracy',
  protocol: 'answers',
  unit: 'token',
  music: ({ voices, steps }) => ({ voices, beatSteps: 2, barSteps: steps, stepSeconds: STEP_SECONDS }),
  schema,
  fields: [length, voices, delay, steps, notes],
  choices: [canon],
  async open(p, seed) {
    checkLength(p);
    const vocabulary = eventVocabulary(pentatonic(p.notes + HIGHER[p.canon]));
    const L = p.voices * p.steps * p.length;
    const batch = seededBatches(seed, L, (random, tokens, targets) => {
      const lead = melody(random, p.length, p.steps, p.notes);
      tokens.fill(REST);
      for (let voice = 0; voice < p.voices; voice++) {
        const late = voice * p.delay * p.steps;
        for (let t = late; t < lead.length; t++) {
          const at = t * p.voices + voice;
          tokens[at] = voice % 2 === 0 ? lead[t - late] : imitated(lead[t - late], p);
          if (voice > 0 && tokens[at] >= FIRST_NOTE) targets[at - 1] = tokens[at];
        }
      }
    });
    return askingTask(vocabulary, L, batch, p.notes, [
      { name: 'chance', loss: Math.log(p.notes) },
      { name: 'melody without memory of the leader', loss: melodyGuess(p.steps, p.notes).loss },
    ]);
  },
};

/** The event of a second voice where the first had this one. */
function imitated(event: number, { canon, notes }: Parameters): number {
  if (event < FIRST_NOTE) return event;
  return canon === 'mirror' ? 2 * FIRST_NOTE + notes - 1 - event : event + HIGHER[canon];
}

function checkLength({ voices, delay, length }: Parameters): void {
  const enters = (voices - 1) * delay;
  if (length > enters) return;
  throw new TaskError(
    `The last of ${voices} voices enters after ${enters} bars, but the piece has ${length}; set length to at least ${enters + 1}.`,
  );
}
