import { eventVocabulary, FIRST_NOTE } from './events';
import { constantGuess } from './frequencies';
import { readMidi } from './midi';
import { voiceEvents } from './midi_voices';
import { length as field } from './music_length';
import { orShorter } from './parameters';
import { inContextScore } from './position_measures';
import { type OpenTask, TaskError } from './task';
import { windowBatches, windowFrequencies } from './windows';

/** See music.ts. */
interface MusicParameters {
  readonly voices: number;
  readonly steps: number;
  readonly length: number;
}

const PROMPT_BEATS = 8;

/** Opens the visitor's MIDI file: the first 90 % of its steps train, the others validate. Throws TaskError. */
export function openOwnMusic(p: MusicParameters, seed: number, midi: Uint8Array): OpenTask {
  const written = voiceEvents(readMidi(midi), p.voices, p.steps);
  const pitches = [...new Set(written.filter(event => event >= FIRST_NOTE))].sort((a, b) => a - b);
  const tokenOf = new Map(pitches.map((event, place) => [event, FIRST_NOTE + place]));
  const events = written.map(event => tokenOf.get(event) ?? event);
  const vocabulary = eventVocabulary(pitches.map(event => event - FIRST_NOTE));
  const steps = events.length / p.voices;
  const cut = Math.floor(steps * 0.9) * p.voices;
  const L = p.length * p.voices;
  checkSteps(steps, steps - cut / p.voices - 1, p.length);
  const [train, validation] = [events.subarray(0, cut), events.subarray(cut)];
  const batch = windowBatches(seed, L, { train, validation }, p.voices);
  return {
    vocabulary,
    length: L,
    batch,
    prompt: vocabulary.decode(batch('validation', 0, 1).tokens.subarray(0, PROMPT_BEATS * p.steps * p.voices)),
    baselines: [
      { name: 'uniform', loss: Math.log(vocabulary.size) },
      {
        name: 'unigram (event frequencies)',
        loss: constantGuess(windowFrequencies(validation, L, vocabulary.size, p.voices)).loss,
      },
    ],
    measures: inContextScore(L),
  };
}

function checkSteps(steps: number, longest: number, length: number): void {
  if (longest >= length) return;
  const [all, needed] = [steps, 10 * length + 10].map(count => count.toLocaleString('en'));
  throw new TaskError(
    `The music has ${all} steps; a length of ${length.toLocaleString('en')} needs at least ${needed}, ` +
      'a tenth of them for validation. Use a longer piece or more steps of a beat' +
      orShorter(longest, field),
  );
}
