import { useMemo } from 'react';
import type { Sound } from '../../tasks/task';
import { seconds } from '../format';
import { PlayButton } from './play_button';
import { Waveform } from './waveform';
import './sound_foot.css';
import './sound_clip.css';

interface Props {
  readonly id: string;
  /** What is heard, as in 'Play the prompt'. */
  readonly what: string;
  readonly sound: Sound;
  readonly text: string;
}

/** The waveform and the play button of a text of a task with sound. */
export function SoundClip({ id, what, sound, text }: Props) {
  const samples = useMemo(() => sound.samplesOf(text), [sound, text]);
  return <SamplesClip id={id} what={what} sound={sound} samples={samples} />;
}

interface SamplesProps extends Omit<Props, 'text'> {
  readonly samples: Float32Array<ArrayBuffer>;
}

/** The waveform and the play button of samples in [-1, 1]. */
export function SamplesClip({ id, what, sound, samples }: SamplesProps) {
  const parts = useMemo(() => [{ samples, colour: 'var(--ink)' }], [samples]);
  const length = seconds(samples.length / sound.rate);
  return (
    <div className="sound-clip">
      <Waveform label={`Waveform of ${what}, ${length}`} parts={parts} total={samples.length} />
      <div className="sound-foot row wrap">
        <PlayButton id={id} what={what} rate={sound.rate} samples={() => samples} />
        <span className="small muted number">{length}</span>
      </div>
    </div>
  );
}
