import { TaskError } from '../../tasks/task';

/** A recording under way. */
export interface SoundRecording {
  /** Ends it; nothing happens the second time. */
  stop(): void;
  /** What was recorded, once it has ended. */
  readonly result: Promise<Blob>;
}

/** Records from the microphone until `stop`, or for `seconds`. Rejects with TaskError where there is none, or it may not be used. */
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
  // Absent on pages that did not come over a safe connection.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices || !('MediaRecorder' in globalThis))
    throw new TaskError('This browser cannot record here. Choose an audio file instead.');
  try {
    return await devices.getUserMedia({ audio: true });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError')
      throw new TaskError(
        'The microphone may not be used. Allow it for this page in the browser, then record again; or choose an audio file.',
      );
    if (name === 'NotFoundError')
      throw new TaskError('There is no microphone. Connect one, then record again; or choose an audio file.');
    throw new TaskError('The microphone cannot be used now; another program may hold it. Or choose an audio file.');
  }
}
