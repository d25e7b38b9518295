import type { Note } from '../../tasks/notes';
import type { Music } from '../../tasks/task';

/** Samples a second. */
export const SYNTH_RATE = 22_050;

/** How loud the overtones of each voice are, so that the ear tells voices apart; further voices begin again. */
const TIMBRES = [
  [1, 0.45, 0.2, 0.1],
  [1, 0, 0.4, 0, 0.2],
  [1, 0.7, 0.5, 0.35, 0.2],
  [1, 0.1],
] as const;
/** Seconds of a note's rise, of its fall to a third, and of its end. */
const RISE = 0.01;
const FALL = 0.5;
const END = 0.06;
/** Loudest sum of as many voices as there are. */
const LOUDEST = 0.9;

/** Notes as samples in [-1, 1]: a string or so for each voice. */
export function synthesise(notes: readonly Note[], { voices, stepSeconds }: Music): Float32Array<ArrayBuffer> {
  const end = notes.reduce((last, { from, steps }) => Math.max(last, from + steps), 0);
  const samples = new Float32Array(Math.ceil((end * stepSeconds + END) * SYNTH_RATE));
  for (const note of notes) addNote(samples, note, stepSeconds, LOUDEST / voices);
  return samples;
}

function addNote(samples: Float32Array, { voice, from, steps, pitch }: Note, stepSeconds: number, loudness: number) {
  const timbre = TIMBRES[voice % TIMBRES.length] ?? TIMBRES[0];
  const all = timbre.reduce<number>((sum, strength) => sum + strength, 0);
  const turn = (2 * Math.PI * 440 * 2 ** ((pitch - 69) / 12)) / SYNTH_RATE;
  const start = Math.round(from * stepSeconds * SYNTH_RATE);
  const sounding = steps * stepSeconds;
  const count = Math.min(samples.length - start, Math.floor((sounding + END) * SYNTH_RATE));
  for (let i = 0; i < count; i++) {
    const time = i / SYNTH_RATE;
    const rise = Math.min(1, time / RISE, Math.max(0, (sounding + END - time) / END));
    const fall = (1 + 2 * Math.exp(-time / FALL)) / 3;
    let sample = 0;
    for (let k = 0; k < timbre.length; k++) sample += timbre[k] * Math.sin((k + 1) * turn * i);
    samples[start + i] += (loudness * rise * fall * sample) / all;
  }
}
