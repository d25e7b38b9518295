import { type MidiData, type MidiEvent, parseMidi, writeMidi } from 'midi-file';
import { OWN_MUSIC } from './midi_bounds';
import type { Note } from './notes';
import { type Music, TaskError } from './task';

/** A note of a MIDI file. Times are in beats; `part` is its track and channel. */
export interface MidiNote {
  readonly part: number;
  readonly from: number;
  readonly to: number;
  readonly pitch: number;
}

/** The channel of drums, whose notes are no pitches. */
const DRUMS = 9;
const CHANNELS = 16;
/** The lowest C that has a name. */
const LOWEST = 12;
/** A whole number of ticks a step, for 1 to 8 steps. */
const TICKS_OF_BEAT = 840;
const VELOCITY = 90;

/** The notes of a MIDI file by time, without drums. Throws TaskError, which names the fix. */
export function readMidi(bytes: Uint8Array): MidiNote[] {
  if (bytes.length > OWN_MUSIC.bytes)
    throw new TaskError('The MIDI file is larger than 1 MB. Use a part of the piece.');
  const { header, tracks } = parsed(bytes);
  const { ticksPerBeat } = header;
  if (!ticksPerBeat)
    throw refuse('its times are in frames of film, or in nothing. Save it again with times in ticks per beat (PPQ)');
  const notes = tracks.flatMap((track, index) => notesOfTrack(track, index, ticksPerBeat));
  if (notes.length < OWN_MUSIC.fewestNotes)
    throw refuse(
      `it has ${notes.length} notes besides drums, at least ${OWN_MUSIC.fewestNotes} are needed. Choose a longer piece`,
    );
  return notes.sort((a, b) => a.from - b.from || b.pitch - a.pitch);
}

function parsed(bytes: Uint8Array): MidiData {
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'MThd')
    throw refuse('it is no MIDI file, which begins with MThd. Save the piece as a Standard MIDI File (.mid)');
  try {
    return parseMidi(bytes);
  } catch {
    throw refuse('it is damaged, or was cut. Save it again as a Standard MIDI File (.mid)');
  }
}

function refuse(why: string): TaskError {
  return new TaskError(`The music cannot be used: ${why}.`);
}

/** A note that is begun again, or never ended, lasts until then. */
function notesOfTrack(track: readonly MidiEvent[], index: number, ticksPerBeat: number): MidiNote[] {
  const notes: MidiNote[] = [];
  const begun = new Map<number, { readonly part: number; readonly from: number; readonly pitch: number }>();
  let ticks = 0;
  const end = (key: number) => {
    const note = begun.get(key);
    if (note && ticks > note.from) notes.push({ ...note, from: note.from / ticksPerBeat, to: ticks / ticksPerBeat });
    begun.delete(key);
  };
  for (const event of track) {
    if (!Number.isFinite(event.deltaTime)) break;
    ticks += event.deltaTime;
    if (event.type !== 'noteOn' && event.type !== 'noteOff') continue;
    const { channel, noteNumber: pitch } = event;
    if (channel === DRUMS || !(pitch >= LOWEST && pitch < 128)) continue;
    const key = channel * 128 + pitch;
    end(key);
    if (event.type === 'noteOn' && event.velocity > 0)
      begun.set(key, { part: index * CHANNELS + channel, from: ticks, pitch });
  }
  for (const key of [...begun.keys()]) end(key);
  return notes;
}

/** A MIDI file with a track for each voice. */
export function writtenMidi(notes: readonly Note[], music: Music): Uint8Array<ArrayBuffer> {
  const { voices, beatSteps, stepSeconds } = music;
  const tempo: MidiEvent = {
    deltaTime: 0,
    type: 'setTempo',
    microsecondsPerBeat: Math.round(stepSeconds * beatSteps * 1e6),
  };
  const tracks = Array.from({ length: voices }, (_, voice) => [
    ...(voice === 0 ? [tempo] : []),
    ...trackOf(
      notes.filter(note => note.voice === voice),
      voice,
      TICKS_OF_BEAT / beatSteps,
    ),
  ]);
  const header = { format: 1, numTracks: tracks.length, ticksPerBeat: TICKS_OF_BEAT } as const;
  return Uint8Array.from(writeMidi({ header, tracks }));
}

function trackOf(notes: readonly Note[], channel: number, stepTicks: number): MidiEvent[] {
  const at = (step: number) => Math.round(step * stepTicks);
  const changes = notes
    .flatMap(({ from, steps, pitch }) => [
      { ticks: at(from), on: true, pitch },
      { ticks: at(from + steps), on: false, pitch },
    ])
    .sort((a, b) => a.ticks - b.ticks || Number(a.on) - Number(b.on));
  let before = 0;
  const events = changes.map(({ ticks, on, pitch }): MidiEvent => {
    const deltaTime = ticks - before;
    before = ticks;
    return { deltaTime, type: on ? 'noteOn' : 'noteOff', channel, noteNumber: pitch, velocity: on ? VELOCITY : 0 };
  });
  return [...events, { deltaTime: 0, type: 'endOfTrack' }];
}
