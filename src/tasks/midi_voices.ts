import { FIRST_NOTE, HOLD, REST } from './events';
import type { MidiNote } from './midi';
import { OWN_MUSIC } from './midi_bounds';

/** A note on the steps of time: it sounds from one up to another. */
interface StepNote {
  readonly part: number;
  readonly from: number;
  readonly to: number;
  readonly pitch: number;
}

/**
 * Notes as events (steps · voices), a voice after the other in each step; the token of a note is FIRST_NOTE + its pitch. Where a
 * piece has several parts, its fullest become the voices, from high to low, and the highest note of a part that begins is its note.
 * A piece of one part is shared out: a note takes the first voice that is free.
 */
export function voiceEvents(notes: readonly MidiNote[], voices: number, beatSteps: number): Int32Array {
  const placed = onSteps(notes, beatSteps);
  const parts = fullestParts(placed, voices);
  const steps = Math.min(
    OWN_MUSIC.mostSteps,
    placed.reduce((last, { to }) => Math.max(last, to), 0),
  );
  const events = new Int32Array(steps * voices).fill(REST);
  /** Until which step the note of each voice sounds. */
  const until = new Int32Array(voices);
  let next = 0;
  for (let step = 0; step < steps; step++) {
    const begun = new Set<number>();
    for (; next < placed.length && placed[next].from <= step; next++) {
      const { part, pitch, to } = placed[next];
      const voice = parts ? parts.indexOf(part) : until.findIndex(end => end <= step);
      if (voice < 0 || begun.has(voice)) continue;
      begun.add(voice);
      until[voice] = to;
      events[step * voices + voice] = FIRST_NOTE + pitch;
    }
    for (let voice = 0; voice < voices; voice++)
      if (!begun.has(voice) && until[voice] > step) events[step * voices + voice] = HOLD;
  }
  return events;
}

/** By step, high notes first. The first note begins in the first beat. */
function onSteps(notes: readonly MidiNote[], beatSteps: number): StepNote[] {
  const silent = Math.floor(notes[0]?.from ?? 0);
  return notes
    .map(({ part, pitch, from, to }) => {
      const start = Math.round((from - silent) * beatSteps);
      return { part, pitch, from: start, to: Math.max(start + 1, Math.round((to - silent) * beatSteps)) };
    })
    .sort((a, b) => a.from - b.from || b.pitch - a.pitch);
}

/** The parts with most notes, as many as voices, from high to low; undefined: there is one, or one voice. */
function fullestParts(notes: readonly StepNote[], voices: number): number[] | undefined {
  const found = new Map<number, { notes: number; sum: number }>();
  for (const { part, pitch } of notes) {
    const own = found.get(part) ?? { notes: 0, sum: 0 };
    found.set(part, { notes: own.notes + 1, sum: own.sum + pitch });
  }
  if (found.size < 2 || voices < 2) return undefined;
  return [...found]
    .sort(([, a], [, b]) => b.notes - a.notes)
    .slice(0, voices)
    .sort(([, a], [, b]) => b.sum / b.notes - a.sum / a.notes)
    .map(([part]) => part);
}
