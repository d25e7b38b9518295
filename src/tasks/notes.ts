import { HOLD_GLYPH, pitchOf } from './events';

export interface Note {
  /** From 0. */
  readonly voice: number;
  /** The step with which it begins, and how many it lasts. */
  readonly from: number;
  readonly steps: number;
  /** As MIDI counts pitches. */
  readonly pitch: number;
}

/** The notes of events, in the order in which they begin. An event that is missing, or no event, ends a note. */
export function notesOf(events: readonly (string | undefined)[], voices: number): Note[] {
  const notes: Note[] = [];
  for (let at = 0; at < events.length; at++) {
    const pitch = pitchOf(events[at] ?? '');
    if (pitch === null) continue;
    let end = at + voices;
    while (events[end] === HOLD_GLYPH) end += voices;
    const from = Math.floor(at / voices);
    notes.push({ voice: at % voices, from, steps: Math.floor(end / voices) - from, pitch });
  }
  return notes;
}

/** The events of a text. */
export function eventsOf(text: string): string[] {
  return text.split(/\s+/).filter(event => event !== '');
}
