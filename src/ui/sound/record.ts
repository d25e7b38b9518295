import { TaskError } from '../../tasks/task';

/** A recording that is running. */
export interface SoundRecording {
  /** Ends it. A second call does nothing. */
  stop(): void;
  /** Resolves to what was recorded once the recording has ended. */
  readonly result: Promise<Blob>;
}

/** Records from the microphone until `stop`, or for `seconds`. Rejects with TaskError if there is none or the page may not use it. */
export async function record(seconds: number): Promise<SoundRecording> {
  const stream = await openMicrophone();
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const result = new Promise<Blob>((resolve, reject) => {
    recorder.onstop = () => resolve(new Blob(pieces, { type: recorder.mimeType }));
    recorder.onerror = () => reject(new TaskError('The recording broke off. Try again, or choose an audio file.'));
  }).finally(() => {
    for (const track of stream.getTracks()) track.stop();
  });
  recorder.start();
  const stop = (): void => {
    clearTimeout(timer);
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const timer = setTimeout(stop, seconds * 1000);
  return { stop, result };
}

async function openMicrophone(): Promise<MediaStream> {
  // Undefined on pages that were not loaded over HTTPS.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices || !('MediaRecorder' in globalThis))
    throw new TaskError('This browser cannot record here. Choose an audio file instead.');
  try {
    return await devices.getUserMedia({ audio: true });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError')
      throw new TaskError(
        'This page may not use the microphone. Allow it in the browser, then record again; or choose an audio file.',
      );
    if (name === 'NotFoundError')
      throw new TaskError('There is no microphone. Connect one, then record again; or choose an audio file.');
    throw new TaskError('The microphone cannot be used now. Another program may be using it. Or choose an audio file.');
  }
}
