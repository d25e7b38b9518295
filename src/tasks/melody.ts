import { FIRST_NOTE, HOLD, REST } from './events';
import { constantGuess, type Guess } from './frequencies';
import type { Random } from './random';

/** Of 8 draws, how many are a note at a beat and between beats, and how many are a rest at a beat; the others hold. */
const CHANCES = { draws: 8, noteOnBeat: 5, noteBetween: 2, restOnBeat: 1 } as const;
/** The next note of a walk lies so many notes away, each as often. Where there is none, the last note comes again. */
const MOVES = [-2, -1, 1, 2] as const;

/**
 * A melody of `bars` bars of `steps` steps on `notes` notes, as events (bars · steps). A bar begins with a note, each as often,
 * whatever came before. Then it walks. Every second step is a beat. All notes are equally frequent at every step, as moves are as
 * often up as down.
 */
export function melody(random: Random, bars: number, steps: number, notes: number): Int32Array {
  const events = new Int32Array(bars * steps);
  let last = 0;
  for (let t = 0; t < events.length; t++) {
    const kind = kindAt(random, t % steps);
    if (kind === 'note') last = t % steps === 0 ? random.below(notes) : moved(last, random.below(MOVES.length), notes);
    const silent = kind === 'rest' || events[t - 1] === REST;
    events[t] = kind === 'note' ? FIRST_NOTE + last : silent ? REST : HOLD;
  }
  return events;
}

/**
 * The best guess of a note that knows all earlier notes of its voice, but not the voice that it repeats. Bars are independent, so
 * nobody does better who looks back over fewer bars than the delay, less one. Exact.
 */
export function melodyGuess(steps: number, notes: number): Guess {
  const { first, next } = noteGuesses(notes);
  const later = laterNotes(steps);
  return {
    loss: (first.loss + later * next.loss) / (1 + later),
    accuracy: (first.accuracy + later * next.accuracy) / (1 + later),
  };
}

/**
 * What each step of a bar (steps) costs in nats who knows how melodies go on, and all of this one so far. Exact. Nobody does better,
 * except for a voice that repeats another.
 */
export function melodyEntropies(steps: number, notes: number): Float64Array {
  const { first, next } = noteGuesses(notes);
  /** The chance that the last note still sounds. */
  let sounds = 1;
  return Float64Array.from({ length: steps }, (_, step) => {
    if (step === 0) return first.loss;
    const beat = step % 2 === 0;
    const note = beat ? CHANCES.noteOnBeat : CHANCES.noteBetween;
    const rest = beat ? CHANCES.restOnBeat : 0;
    const hold = CHANCES.draws - note - rest;
    const kinds =
      sounds * constantGuess([note, rest, hold]).loss + (1 - sounds) * constantGuess([note, rest + hold]).loss;
    sounds = (note + sounds * hold) / CHANCES.draws;
    return kinds + (note / CHANCES.draws) * next.loss;
  });
}

/** The best guess of a bar's first note, and of a later one, the mean over all that it may follow. */
function noteGuesses(notes: number): { readonly first: Guess; readonly next: Guess } {
  const next = { loss: 0, accuracy: 0 };
  for (let from = 0; from < notes; from++) {
    const odds = new Float64Array(notes);
    for (let move = 0; move < MOVES.length; move++) odds[moved(from, move, notes)]++;
    const guess = constantGuess(odds);
    next.loss += guess.loss / notes;
    next.accuracy += guess.accuracy / notes;
  }
  return { first: constantGuess(new Float64Array(notes).fill(1)), next };
}

/** Expected notes of a bar after its first. */
function laterNotes(steps: number): number {
  const beats = Math.ceil(steps / 2) - 1;
  const between = Math.floor(steps / 2);
  return (beats * CHANCES.noteOnBeat + between * CHANCES.noteBetween) / CHANCES.draws;
}

function kindAt(random: Random, step: number): 'note' | 'hold' | 'rest' {
  if (step === 0) return 'note';
  const drawn = random.below(CHANCES.draws);
  if (step % 2 === 1) return drawn < CHANCES.noteBetween ? 'note' : 'hold';
  if (drawn < CHANCES.noteOnBeat) return 'note';
  return drawn < CHANCES.noteOnBeat + CHANCES.restOnBeat ? 'rest' : 'hold';
}

function moved(from: number, move: number, notes: number): number {
  const to = from + MOVES[move];
  return to >= 0 && to < notes ? to : from;
}
