import { describe, expect, test } from 'vitest';
import { IGNORED } from '../../src/scored';
import { eventVocabulary, noteName, pitchOf } from '../../src/tasks/events';
import { openTask } from '../../src/tasks/registry';
import { materials } from './materials';

const open = (p: object) => openTask({ name: 'rounds', ...p }, 1, materials);

test('names of notes are read back, and nothing else is a note', () => {
  for (let pitch = 12; pitch < 128; pitch++) expect(pitchOf(noteName(pitch))).toBe(pitch);
  expect([60, 61, 69].map(noteName)).toEqual(['C4', 'C♯4', 'A4']);
  expect(['·', '–', 'H4', 'C', 'C44', ''].map(pitchOf)).toEqual(Array(6).fill(null));
  expect(eventVocabulary([60, 62]).decode([2, 1, 0, 3])).toBe('C4 – · D4 ');
});

describe.each([
  { canon: 'round', voices: 2, delay: 2, steps: 8, notes: 8, length: 5 },
  { canon: 'octave', voices: 3, delay: 1, steps: 6, notes: 5, length: 6 },
  { canon: 'fifth', voices: 4, delay: 1, steps: 4, notes: 15, length: 8 },
  { canon: 'mirror', voices: 4, delay: 2, steps: 3, notes: 4, length: 7 },
])('%o', p => {
  /** The glyphs of one piece, by voice. */
  const sung = async (index: number) => {
    const { batch, vocabulary } = await open(p);
    const { tokens, targets } = batch('train', index, 1);
    const of = (voice: number) =>
      Array.from(
        tokens.filter((_, t) => t % p.voices === voice),
        vocabulary.glyph,
      );
    return { tokens, targets, voices: Array.from({ length: p.voices }, (_, voice) => of(voice)) };
  };
  const pitches = (events: readonly string[]) => events.map(event => pitchOf(event) ?? event);

  test('every voice repeats the one before it after the delay, and is silent until then', async () => {
    const scale = Array.from({ length: p.notes }, (_, i) => 60 + 12 * Math.floor(i / 5) + [0, 2, 4, 7, 9][i % 5]);
    for (let index = 0; index < 10; index++) {
      const { voices } = await sung(index);
      const late = p.delay * p.steps;
      voices.slice(1).forEach((events, before) => {
        const enters = (before + 1) * late;
        expect(events.slice(0, enters)).toEqual(Array(enters).fill('·'));
        const [here, there] = [events.slice(enters), voices[before].slice(enters - late, -late)].map(pitches);
        here.forEach((event, t) => {
          const [low, high] = before % 2 === 0 ? [there[t], event] : [event, there[t]];
          if (typeof low === 'string') expect(high).toBe(low);
          else if (p.canon === 'round') expect(high).toBe(low);
          else if (p.canon === 'octave') expect(high).toBe(low + 12);
          else if (p.canon === 'mirror') expect(high).toBe(scale[p.notes - 1 - scale.indexOf(low)]);
          else expect([7, 8]).toContain(Number(high) - low);
        });
      });
    }
  });

  test('the notes of followers are scored, and nothing else; bars begin with a note', async () => {
    const { tokens, targets, voices } = await sung(3);
    targets.forEach((target, t) => {
      const follows = (t + 1) % p.voices !== 0;
      if (follows && tokens[t + 1] > 1) expect(target).toBe(tokens[t + 1]);
      else expect(target).toBe(IGNORED);
    });
    for (let bar = 0; bar < p.length; bar++) expect(pitchOf(voices[0][bar * p.steps])).not.toBeNull();
  });

  test('a hold follows a note or a hold; all notes are sung', async () => {
    const met = new Set<string>();
    for (let index = 0; index < 20; index++) {
      const [lead] = (await sung(index)).voices;
      lead.forEach((event, t) => {
        if (event === '–') expect(lead[t - 1]).not.toBe('·');
        if (pitchOf(event) !== null) met.add(event);
      });
      expect(lead).toContain('–');
    }
    expect(met.size).toBe(p.notes);
  });
});

test('a piece that ends before the last voice enters is refused with what to set', async () => {
  await expect(open({ voices: 3, delay: 4, length: 8 })).rejects.toThrow(/last of 3 voices.*8 bars.*at least 9/);
  expect((await open({ voices: 3, delay: 4, length: 9 })).length).toBe(3 * 8 * 9);
});

test('chance and the melody’s baseline lie apart, and both above what the leader tells', async () => {
  const { baselines, chanceAccuracy } = await open({});
  expect(chanceAccuracy).toBe(1 / 8);
  expect(baselines.map(({ loss }) => loss.toFixed(3))).toEqual(['2.079', '1.501']);
});
