import { TaskError } from './task';

/** A stored waveform: samples in [-1, 1], by channel. */
export interface Wave {
  readonly rate: number;
  readonly channels: readonly Float32Array[];
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

const HEADER_BYTES = 12;
/** Bytes of `fmt ` up to the bits of a sample, and up to the format after EXTENSIBLE. */
const FORMAT_BYTES = 16;
const EXTENSIBLE_BYTES = 40;

/**
 * Reads a WAV file: integers of 8, 16, 24, or 32 bits, or 32-bit floats. Throws TaskError for other formats and for a header
 * that does not match the bytes.
 */
export function readWav(bytes: Uint8Array): Wave {
  const chunks = chunksOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const format = chunks.get('fmt ');
  const data = chunks.get('data');
  if (!format) throw refuse("it has no chunk 'fmt ', which says how samples are stored");
  if (!data) throw refuse("it has no chunk 'data', which holds the samples");
  const { kind, count, rate, bits, frameBytes } = readFormat(format);
  const read = readerOf(kind, bits);
  if (!read) throw refuse(`samples of kind ${kind} with ${bits} bits are not understood`);
  if (count === 0) throw refuse('it has no channels');
  if (rate === 0) throw refuse('it has no sample rate');
  const step = bits / 8;
  if (frameBytes !== step * count)
    throw refuse(
      `its header says ${frameBytes} bytes for a sample of ${count} channels with ${bits} bits, not ${step * count}`,
    );
  if (data.byteLength === 0) throw refuse('it has no samples');
  if (data.byteLength % frameBytes !== 0)
    throw refuse(`its ${data.byteLength} bytes of samples end within one of ${frameBytes} bytes`);
  const frames = data.byteLength / frameBytes;
  const channels = Array.from({ length: count }, (_, channel) =>
    Float32Array.from({ length: frames }, (_, frame) => read(data, (frame * count + channel) * step)),
  );
  return { rate, channels };
}

function readFormat(format: DataView) {
  if (format.byteLength < FORMAT_BYTES)
    throw refuse(`its chunk 'fmt ' has ${format.byteLength} bytes, at least ${FORMAT_BYTES} are needed`);
  const tag = format.getUint16(0, true);
  if (tag === EXTENSIBLE && format.byteLength < EXTENSIBLE_BYTES)
    throw refuse(`its extended chunk 'fmt ' has ${format.byteLength} bytes, at least ${EXTENSIBLE_BYTES} are needed`);
  return {
    kind: tag === EXTENSIBLE ? format.getUint16(24, true) : tag,
    count: format.getUint16(2, true),
    rate: format.getUint32(4, true),
    frameBytes: format.getUint16(12, true),
    bits: format.getUint16(14, true),
  };
}

function refuse(why: string): TaskError {
  return new TaskError(`The sound cannot be read: ${why}. Save it as a WAV file of 16-bit samples (PCM).`);
}

/** The chunks of a RIFF file by name. Throws TaskError if it is no WAV or a size is wrong. */
function chunksOf(view: DataView): Map<string, DataView> {
  const name = (at: number): string => String.fromCharCode(...[0, 1, 2, 3].map(i => view.getUint8(at + i)));
  if (view.byteLength < HEADER_BYTES || name(8) !== 'WAVE' || !['RIFF', 'RIFX', 'RF64'].includes(name(0)))
    throw refuse('it is not a WAV file');
  if (name(0) !== 'RIFF') throw refuse(`it is a WAV file of the kind ${name(0)}, which is not understood`);
  const end = 8 + view.getUint32(4, true);
  if (end > view.byteLength)
    throw refuse(
      `its header says that it has ${end} bytes, but it has ${view.byteLength}: it was cut, or never finished`,
    );
  const chunks = new Map<string, DataView>();
  for (let at = HEADER_BYTES; at + 8 <= end; ) {
    const own = name(at);
    const size = view.getUint32(at + 4, true);
    const left = end - at - 8;
    if (size > left) throw refuse(`its chunk ${shown(own)} says that it has ${size} bytes, but ${left} are left`);
    if ((own === 'fmt ' || own === 'data') && chunks.has(own)) throw refuse(`it has two chunks ${shown(own)}`);
    if (!chunks.has(own)) chunks.set(own, new DataView(view.buffer, view.byteOffset + at + 8, size));
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/** A chunk's name, which may hold any bytes. */
function shown(name: string): string {
  return `'${name.replaceAll(/[^ -~]/g, '?')}'`;
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
