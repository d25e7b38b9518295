import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIRST_NOTE, HOLD, HOLD_GLYPH, noteName, REST_GLYPH } from '../../src/tasks/events';
import { readMidi, writtenMidi } from '../../src/tasks/midi';
import { OWN_MUSIC } from '../../src/tasks/midi_bounds';
import { voiceEvents } from '../../src/tasks/midi_voices';
import { notesOf } from '../../src/tasks/notes';
import { openTask } from '../../src/tasks/registry';
import { TaskError } from '../../src/tasks/task';
import { midiOf, scaleMidi } from '../support/midi';
import { materials } from './materials';

const glyphOf = (event: number) =>
  event >= FIRST_NOTE ? noteName(event - FIRST_NOTE) : event === HOLD ? HOLD_GLYPH : REST_GLYPH;
/** Events of a file, by voice, after as many notes as a file must have. */
const voicesOf = (midi: Uint8Array, voices: number, beatSteps: number) => {
  const glyphs = Array.from(voiceEvents(readMidi(midi), voices, beatSteps), glyphOf);
  return Array.from({ length: voices }, (_, voice) => glyphs.filter((_, at) => at % voices === voice).join(' '));
};
/** So many beats on, with notes that a file must have. */
const after = 16;
const filler = Array.from({ length: after }, (_, i) => ({ at: 96 * i, ticks: 48, pitch: 60 }));
const beat = (i: number) => 96 * (after + i);
const tail = (line: string, count: number) => line.split(' ').slice(-count).join(' ');

describe('voices of a MIDI file', () => {
  test('notes are put on the steps of a beat, held, and ended', () => {
    const midi = midiOf([
      ...filler,
      { at: beat(0) + 3, ticks: 96, pitch: 72 },
      { at: beat(1) + 46, ticks: 20, pitch: 61 },
      { at: beat(2), ticks: 200, pitch: 64 },
    ]);
    const [line] = voicesOf(midi, 1, 2);
    expect(line.startsWith('C4 · C4 · ')).toBe(true);
    expect(tail(line, 8)).toBe('C5 – · C♯4 E4 – – –');
    expect(tail(voicesOf(midi, 1, 1)[0], 4)).toBe('C5 C♯4 E4 –');
  });

  test('of several tracks the fullest are the voices, high ones first, each with its highest note', () => {
    const low = filler.map(note => ({ ...note, pitch: 48 }));
    const chord = filler.flatMap(note => [note, { ...note, pitch: 76 }]);
    const few = [{ at: 0, ticks: 96, pitch: 100 }];
    const [high, second] = voicesOf(midiOf(low, few, chord), 2, 1);
    expect(high.startsWith('E5 E5 E5')).toBe(true);
    expect(second.startsWith('C3 C3 C3')).toBe(true);
  });

  test('one track is shared out: a note takes the first free voice, and what has none is left out', () => {
    const held = { at: beat(0), ticks: 288, pitch: 72 };
    const below = [64, 60, 55].map(pitch => ({ at: beat(1), ticks: 96, pitch }));
    const [high, low] = voicesOf(midiOf([...filler, held, ...below]), 2, 1);
    expect(tail(high, 3)).toBe('C5 – –');
    expect(tail(low, 3)).toBe('· E4 ·');
  });

  test('drums and silence before the first beat with notes are left out', () => {
    const drums = filler.map(note => ({ ...note, channel: 9, pitch: 36 }));
    const late = filler.map(note => ({ ...note, at: note.at + 5 * 96 + 48 }));
    const [line] = voicesOf(midiOf(drums, late), 1, 2);
    expect(line.startsWith('· C4 · C4')).toBe(true);
    expect(line.split(' ')).toHaveLength(32);
  });

  test('a note that is struck again ends, one without an end lasts to the end of the track', () => {
    const [line] = voicesOf(
      midiOf([...filler, { at: beat(0), ticks: 192, pitch: 65 }, { at: beat(1), ticks: 96, pitch: 65 }]),
      1,
      1,
    );
    expect(tail(line, 2)).toBe('F4 F4');
  });

  test('what is written is read back, whatever was sung', () => {
    const event = fc.oneof(fc.integer({ min: 12, max: 127 }).map(noteName), fc.constant('–'), fc.constant('·'));
    const pieces = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.array(event, { minLength: 200, maxLength: 240 }));
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 8 }), ([voices, events], beatSteps) => {
        const notes = notesOf(events, voices);
        const music = { voices, beatSteps, barSteps: 4 * beatSteps, stepSeconds: 0.2 };
        const read = readMidi(writtenMidi(notes, music));
        const times = read.map(({ part, from, to, pitch }) => [
          Math.floor(part / 16),
          from * beatSteps,
          to * beatSteps,
          pitch,
        ]);
        const sung = notes.map(({ voice, from, steps, pitch }) => [voice, from, from + steps, pitch]);
        const order = (list: number[][]) => list.map(note => note.map(x => x.toFixed(2)).join()).sort();
        expect(order(times)).toEqual(order(sung));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a file that cannot be used', () => {
  const scale = scaleMidi(40);

  test.each([
    ['no MIDI', () => new TextEncoder().encode('RIFF, a sound'), /no MIDI file.*Standard MIDI File/],
    ['empty', () => new Uint8Array(0), /no MIDI file/],
    ['a header alone', () => scale.slice(0, 6), /frames of film|damaged/],
    ['another chunk for a track', () => Uint8Array.from(scale, (byte, at) => (at === 14 ? 88 : byte)), /damaged/],
    ['too few notes', () => scaleMidi(OWN_MUSIC.fewestNotes - 1), /has 15 notes.*at least 16.*longer piece/],
    [
      'times in frames of film',
      () => Uint8Array.from(scale, (byte, at) => (at === 12 ? 0xe8 : byte)),
      /ticks per beat/,
    ],
    ['too large', () => new Uint8Array(OWN_MUSIC.bytes + 1), /larger than 1 MB.*part/],
  ])('%s: the message says what to do', (_, bytes, message) => {
    expect(() => readMidi(bytes())).toThrow(TaskError);
    expect(() => readMidi(bytes())).toThrow(message);
  });

  test('a file that was cut, or in which a byte is wrong, is read or refused in words, never worse', () => {
    const judged = (bytes: Uint8Array) => {
      try {
        const events = voiceEvents(readMidi(bytes), 2, 4);
        expect(events.length).toBeLessThanOrEqual(2 * OWN_MUSIC.mostSteps);
      } catch (error) {
        expect(error).toBeInstanceOf(TaskError);
      }
    };
    for (let length = 0; length < scale.length; length++) judged(scale.slice(0, length));
    fc.assert(
      fc.property(fc.nat({ max: scale.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        judged(Uint8Array.from(scale, (byte, i) => (i === at ? value : byte)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('own music as a task', () => {
  const open = (p: object, ownMusic?: Uint8Array) =>
    openTask({ name: 'music', source: 'own', ...p }, 1, { ...materials, ownMusic });

  test('all but the last tenth trains, windows begin with the first voice', async () => {
    const high = Array.from({ length: 200 }, (_, i) => ({ at: 96 * i, ticks: 96, pitch: i < 180 ? 72 : 74 }));
    const low = high.map(note => ({ ...note, pitch: note.pitch - 24 }));
    const { batch, vocabulary, length } = await open({ voices: 2, steps: 1, length: 8 }, midiOf(low, high));
    expect(length).toBe(16);
    const read = (split: 'train' | 'validation') => {
      const { tokens, targets } = batch(split, 2, 8);
      return {
        even: new Set(
          Array.from(
            tokens.filter((_, t) => t % 2 === 0),
            vocabulary.glyph,
          ),
        ),
        tokens,
        targets,
      };
    };
    expect([...read('train').even]).toEqual(['C5']);
    expect([...read('validation').even]).toEqual(['D5']);
    expect(new Set(read('train').targets)).toEqual(new Set(read('train').tokens));
  });

  test('the unigram baseline is that of the validation windows', async () => {
    const { baselines, batch, vocabulary, length } = await open({ voices: 2, steps: 2, length: 4 }, scaleMidi(300));
    const { targets } = batch('validation', 0, 512);
    const counts = Array.from({ length: vocabulary.size }, (_, token) => targets.filter(t => t === token).length);
    const loss = counts.reduce(
      (sum, n) => (n > 0 ? sum - (n / targets.length) * Math.log(n / targets.length) : sum),
      0,
    );
    expect(targets.length).toBe(512 * length);
    expect(baselines[1].loss).toBeCloseTo(loss, 1);
  });

  test('no file, or one that is too short for the length, is refused with what to do', async () => {
    await expect(open({})).rejects.toThrow(/no music of your own yet.*MIDI file/);
    await expect(open({ steps: 1, length: 64 }, scaleMidi(100))).rejects.toThrow(/100 steps.*650.*of a beat\.$/);
    await expect(open({ steps: 1, length: 64 }, scaleMidi(300))).rejects.toThrow(/300 steps.*650.*at most 29\./);
  });
});
