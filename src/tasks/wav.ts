import { TaskError } from './task';

/** A waveform as it was stored: samples in [-1, 1], a channel each. */
export interface Wave {
  readonly rate: number;
  readonly channels: readonly Float32Array[];
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** Reads a WAV file: integers of 8, 16, 24, or 32 bits, or 32-bit floats. Throws TaskError where it is none of these. */
export function readWav(bytes: Uint8Array): Wave {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = chunksOf(view);
  const format = chunks.get('fmt ');
  const data = chunks.get('data');
  if (!format || !data || format.byteLength < 16) throw refuse('it is no WAV file');
  const tag = format.getUint16(0, true);
  const kind = tag === EXTENSIBLE && format.byteLength >= 26 ? format.getUint16(24, true) : tag;
  const count = format.getUint16(2, true);
  const rate = format.getUint32(4, true);
  const bits = format.getUint16(14, true);
  const read = readerOf(kind, bits);
  if (!read) throw refuse(`samples of kind ${kind} with ${bits} bits are not understood`);
  if (count === 0 || rate === 0) throw refuse('it has no channels, or no sample rate');
  const step = bits / 8;
  const frames = Math.floor(data.byteLength / (step * count));
  const channels = Array.from({ length: count }, (_, channel) =>
    Float32Array.from({ length: frames }, (_, frame) => read(data, (frame * count + channel) * step)),
  );
  return { rate, channels };
}

function refuse(why: string): TaskError {
  return new TaskError(`The sound cannot be read: ${why}. Save it as a WAV file of 16-bit samples (PCM).`);
}

/** The parts of a RIFF file by name; none where it is no WAV. */
function chunksOf(view: DataView): Map<string, DataView> {
  const name = (at: number): string => String.fromCharCode(...[0, 1, 2, 3].map(i => view.getUint8(at + i)));
  const chunks = new Map<string, DataView>();
  if (view.byteLength < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') return chunks;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const size = view.getUint32(at + 4, true);
    const kept = Math.min(size, view.byteLength - at - 8);
    if (!chunks.has(name(at))) chunks.set(name(at), new DataView(view.buffer, view.byteOffset + at + 8, kept));
    at += 8 + size + (size % 2);
  }
  return chunks;
}

function readerOf(kind: number, bits: number): ((data: DataView, at: number) => number) | undefined {
  if (kind === FLOAT && bits === 32) return (data, at) => data.getFloat32(at, true);
  if (kind !== PCM) return undefined;
  if (bits === 8) return (data, at) => (data.getUint8(at) - 128) / 128;
  if (bits === 16) return (data, at) => data.getInt16(at, true) / 2 ** 15;
  if (bits === 24) return (data, at) => (data.getUint8(at) + data.getInt16(at + 1, true) * 256) / 2 ** 23;
  if (bits === 32) return (data, at) => data.getInt32(at, true) / 2 ** 31;
  return undefined;
}
