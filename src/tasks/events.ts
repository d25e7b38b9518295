import type { Vocabulary } from './task';
import { wordVocabulary } from './vocabulary';

/** Music as tokens: at each step of time one event a voice. What sounds goes on at a hold and ends at a rest. */
export const REST = 0;
export const HOLD = 1;
/** The token of the first note; those of higher notes follow. */
export const FIRST_NOTE = 2;

export const REST_GLYPH = '·';
export const HOLD_GLYPH = '–';

const NAMES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'] as const;
const PLACES = new Map<string, number>(NAMES.map((name, place) => [name, place]));
const NOTE = /^([A-G]♯?)(\d)$/;

/** A pitch as MIDI counts them, from 12 to 127: 60 is middle C, C4. */
export function noteName(pitch: number): string {
  return `${NAMES[pitch % 12]}${Math.floor(pitch / 12) - 1}`;
}

/** The pitch of a note's name; null: it is no note. */
export function pitchOf(name: string): number | null {
  const [, letter, octave] = NOTE.exec(name) ?? [];
  const place = PLACES.get(letter ?? '');
  return place === undefined ? null : 12 * (Number(octave) + 1) + place;
}

/** Rest, hold, and a token for each of the rising pitches. */
export function eventVocabulary(pitches: readonly number[]): Vocabulary {
  return wordVocabulary([REST_GLYPH, HOLD_GLYPH, ...pitches.map(noteName)]);
}
