import { describe, expect, test } from 'vitest';
import { eventsOf, notesOf } from '../../src/tasks/notes';
import { musicOf } from '../../src/ui/music/music_of';
import { answeredNotes, heard, writtenNotes } from '../../src/ui/music/roll_notes';
import { SYNTH_RATE, synthesise } from '../../src/ui/music/synthesise';

const music = { voices: 2, beatSteps: 1, barSteps: 2, stepSeconds: 0.25 };

describe('notes of events', () => {
  test('a note lasts over its holds, each voice by itself', () => {
    const notes = notesOf(eventsOf('C4 · – C5 D4 –\n– ·'), 2);
    expect(notes).toEqual([
      { voice: 0, from: 0, steps: 2, pitch: 60 },
      { voice: 1, from: 1, steps: 2, pitch: 72 },
      { voice: 0, from: 2, steps: 2, pitch: 62 },
    ]);
  });

  test('holds without a note are silent, as a model may write them', () => {
    expect(notesOf(eventsOf('– – · – C4'), 2)).toEqual([{ voice: 0, from: 2, steps: 1, pitch: 60 }]);
    expect(notesOf([], 3)).toEqual([]);
  });

  test('what was given is marked, up to a piece’s end within a step', () => {
    const notes = writtenNotes(['C4', 'D4', 'E4'], ['G4', 'A4'], music);
    expect(notes.map(({ mark }) => mark)).toEqual(['given', 'given', 'given', 'written', 'written']);
  });

  test('in a round a written voice is compared with the one before it, as that was written', () => {
    const round = { ...music, voices: 3, follow: 1 };
    const notes = writtenNotes(['C4', '·', '·'], eventsOf('D4 C4 · E4 D4 C4 G4 C5 – A4 G4 C5'), round);
    const marked = (mark: string) => notes.filter(note => note.mark === mark).map(n => [n.voice, n.from, n.pitch]);
    expect(marked('written').map(([voice]) => voice)).toEqual([0, 0, 0, 0]);
    expect(marked('right')).toEqual([
      [1, 1, 60],
      [1, 2, 62],
      [2, 2, 60],
      [1, 4, 67],
      [2, 4, 72],
    ]);
    expect(marked('wrong')).toEqual([[1, 3, 72]]);
    expect(marked('missed')).toEqual([
      [1, 3, 64],
      [2, 3, 62],
    ]);
  });
});

describe('a played piece', () => {
  const question = { index: 4, glyphs: ['C4', '·', 'D4', 'C4', '–', '–', 'E4'], asked: [2, 6] };
  const say = (position: number, said: string, right: string) => ({
    sequence: 4,
    position,
    said,
    right,
    correct: said === right,
  });

  test('notes wait for their answers; the last one is in no token', () => {
    const notes = answeredNotes(question, [], 2);
    expect(notes.map(({ from, voice, mark }) => [from, voice, mark])).toEqual([
      [0, 0, 'given'],
      [1, 0, 'given'],
      [1, 1, 'due'],
      [3, 0, 'given'],
    ]);
    expect(heard(notes)).toHaveLength(3);
  });

  test('right notes are heard; a wrong one is heard in place of the right one, and both are drawn', () => {
    const notes = answeredNotes(question, [say(2, 'C4', 'C4'), say(6, 'G4', 'D4')], 2);
    const second = notes.filter(({ voice }) => voice === 1);
    expect(second).toEqual([
      { voice: 1, from: 1, steps: 2, pitch: 60, mark: 'right' },
      { voice: 1, from: 3, steps: 1, pitch: 62, mark: 'missed' },
      { voice: 1, from: 3, steps: 1, pitch: 67, mark: 'wrong' },
    ]);
    expect(heard(notes).filter(({ from }) => from === 3)).toHaveLength(2);
    expect(heard(notes)).not.toContainEqual(second[1]);
  });

  test('a hold in place of a note is silence', () => {
    const notes = answeredNotes(question, [say(6, '–', 'D4')], 2);
    expect(notes.filter(({ from }) => from === 3).map(({ mark }) => mark)).toEqual(['given', 'missed']);
  });
});

describe('sound of notes', () => {
  test('A4 has 440 turns a second, and sounds as long as it lasts', () => {
    const samples = synthesise([{ voice: 3, from: 2, steps: 4, pitch: 69 }], { ...music, voices: 4 });
    const start = 2 * 0.25 * SYNTH_RATE;
    expect(samples.subarray(0, start).every(sample => sample === 0)).toBe(true);
    let turns = 0;
    for (let t = start + 1; t < start + SYNTH_RATE; t++) if (samples[t - 1] < 0 && samples[t] >= 0) turns++;
    expect(Math.abs(turns - 440)).toBeLessThanOrEqual(2);
    expect(samples.length / SYNTH_RATE).toBeCloseTo(1.56, 2);
  });

  test('no voices together are louder than full scale; no notes are no sound to fail on', () => {
    const chord = Array.from({ length: 4 }, (_, voice) => ({ voice, from: 0, steps: 8, pitch: 60 }));
    const loudest = synthesise(chord, { ...music, voices: 4 }).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(loudest).toBeGreaterThan(0.4);
    expect(loudest).toBeLessThanOrEqual(1);
    expect(synthesise([], music).every(sample => sample === 0)).toBe(true);
  });
});

test('a task says how its events lie in time, with its parameters; others are no music', () => {
  expect(musicOf({ name: 'rounds', voices: 3, steps: 6 })).toMatchObject({ voices: 3, barSteps: 6 });
  expect(musicOf({ name: 'rounds' })).toMatchObject({ voices: 2, barSteps: 8 });
  expect(musicOf({ name: 'parity' })).toBeUndefined();
  expect(musicOf(undefined)).toBeUndefined();
});
