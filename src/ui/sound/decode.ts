import { soundLevels } from '../../tasks/own_sound';
import { TaskError } from '../../tasks/task';
import { bytesOf, UNREADABLE } from '../file_bytes';

/** Samples a second that browsers decode to: a whole multiple of the rate that models train on. */
const DECODED_RATE = 48_000;

/** The largest file that is read, in bytes. It holds more than a minute in any usual format. */
const MOST_BYTES = 100 * 2 ** 20;

/** An audio file or a recording as µ-law levels to train on. Rejects with TaskError, whose message says what to do. */
export async function decodeSound(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > MOST_BYTES) throw new TaskError('This file is larger than 100 MB. Use a part of it.');
  const bytes = await bytesOf(file);
  if (!bytes) throw new TaskError(UNREADABLE);
  const buffer = await decoded(bytes.buffer);
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, i) => buffer.getChannelData(i));
  return soundLevels({ rate: buffer.sampleRate, channels });
}

async function decoded(bytes: ArrayBuffer): Promise<AudioBuffer> {
  try {
    return await new OfflineAudioContext(1, 1, DECODED_RATE).decodeAudioData(bytes);
  } catch {
    throw new TaskError('This browser cannot read the file as sound; save it as WAV or MP3 and try again.');
  }
}
