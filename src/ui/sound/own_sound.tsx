import { useEffect, useMemo, useRef, useState } from 'react';
import { muLawDecode } from '../../tasks/mu_law';
import { OWN_SOUND } from '../../tasks/own_sound';
import type { Sound } from '../../tasks/task';
import { Button } from '../kit/button';
import { FieldError } from '../kit/field_error';
import { FileChoice } from '../kit/file_choice';
import { setOwnSound, useConfig } from '../stores/config';
import { useDrops } from '../stores/drops';
import type { SoundRecording } from './record';
import { SamplesClip } from './sound_clip';
import '../panels/own_text.css';

/** Seconds of a recording, at most: enough to learn from, and a short wait. */
const RECORDED = 10;

/** The place to record a sound or to choose a file. */
export function OwnSound({ sound }: { sound: Sound }) {
  const levels = useConfig(state => state.ownSound);
  const samples = useMemo(() => levels && Float32Array.from(levels, muLawDecode), [levels]);
  const [doing, setDoing] = useState<'nothing' | 'asking' | 'recording' | 'reading'>('nothing');
  const [error, setError] = useState<string | null>(null);
  const recording = useRef<SoundRecording | null>(null);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      recording.current?.stop();
    };
  }, []);

  const take = async (get: () => Promise<Blob>) => {
    setError(null);
    try {
      const file = await get();
      setDoing('reading');
      const { decodeSound } = await import('./decode');
      const taken = await decodeSound(file);
      if (!gone.current) setOwnSound(taken);
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : 'This sound cannot be used.');
    } finally {
      recording.current = null;
      setDoing('nothing');
    }
  };
  const over = useDrops(file => {
    if (doing === 'nothing') void take(async () => file);
    else setError('Wait until the last sound has been read, then drop the file again.');
  });
  const fromMicrophone = async () => {
    setDoing('asking');
    const { record } = await import('./record');
    const started = await record(RECORDED);
    recording.current = started;
    if (gone.current) started.stop();
    setDoing('recording');
    return started.result;
  };
  const recordingNow = doing === 'recording';
  return (
    <>
      <p className="small">
        Record up to {RECORDED} s, or choose or drop an audio file: its first {OWN_SOUND.most} s are used. The sound
        stays on this machine and is here at your next visit. A link does not carry it.
      </p>
      {samples ? <SamplesClip id="own sound" what="your sound" sound={sound} samples={samples} /> : null}
      <div className={`own-text-foot row ${over ? 'drop-target' : ''}`}>
        <Button
          tiny
          label={recordingNow ? 'Stop recording' : 'Record'}
          disabled={doing === 'asking' || doing === 'reading'}
          onClick={() => (recordingNow ? recording.current?.stop() : take(fromMicrophone))}
        />
        <FileChoice
          label="Choose audio file"
          accept="audio/*"
          disabled={doing !== 'nothing'}
          onChoose={file => void take(async () => file)}
        />
        <Button
          tiny
          label="Clear"
          disabled={levels === null || doing !== 'nothing'}
          onClick={() => {
            setError(null);
            setOwnSound(null);
          }}
        />
        <span className="small muted" role="status">
          {words[doing]}
        </span>
      </div>
      <FieldError>{error}</FieldError>
    </>
  );
}

const words = {
  nothing: '',
  asking: 'Waiting for the microphone …',
  recording: 'Recording …',
  reading: 'Reading …',
} as const;
