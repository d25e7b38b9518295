import { type MidiEvent, writeMidi } from 'midi-file';

/** A note of a track, in ticks. */
export interface Struck {
  readonly at: number;
  readonly ticks: number;
  readonly pitch: number;
  readonly channel?: number;
}

/** A MIDI file with a track for each list of notes, in 96 ticks a beat. */
export function midiOf(...tracks: readonly (readonly Struck[])[]): Uint8Array<ArrayBuffer> {
  const header = { format: 1, numTracks: tracks.length, ticksPerBeat: 96 } as const;
  return Uint8Array.from(writeMidi({ header, tracks: tracks.map(trackOf) }));
}

/** One track of so many quarter notes, up and down a scale. */
export function scaleMidi(notes: number): Uint8Array<ArrayBuffer> {
  const scale = [60, 62, 64, 65, 67, 69, 71, 72, 71, 69, 67, 65, 64, 62];
  return midiOf(Array.from({ length: notes }, (_, i) => ({ at: 96 * i, ticks: 96, pitch: scale[i % scale.length] })));
}

function trackOf(notes: readonly Struck[]): MidiEvent[] {
  const changes = notes
    .flatMap(({ at, ticks, pitch, channel = 0 }) => [
      { time: at, on: true, pitch, channel },
      { time: at + ticks, on: false, pitch, channel },
    ])
    .sort((a, b) => a.time - b.time || Number(a.on) - Number(b.on));
  let before = 0;
  const events = changes.map(({ time, on, pitch, channel }): MidiEvent => {
    const deltaTime = time - before;
    before = time;
    return { deltaTime, type: on ? 'noteOn' : 'noteOff', channel, noteNumber: pitch, velocity: on ? 64 : 0 };
  });
  return [...events, { deltaTime: 0, type: 'endOfTrack' }];
}
