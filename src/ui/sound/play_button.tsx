import { useEffect } from 'react';
import { Button } from '../kit/button';
import { Hint } from '../kit/hint';
import { play, stop, stopIfOwn, usePlayer } from './player';

interface Props {
  /** Unique among all sounds on the page. */
  readonly id: string;
  /** What is heard, as in 'Play LSTM'. */
  readonly what: string;
  /** Samples a second. */
  readonly rate: number;
  /** Called when the button is pressed. */
  readonly samples: () => Float32Array<ArrayBuffer>;
  readonly disabled?: boolean;
}

/** Plays a sound, and stops it when pressed again. */
export function PlayButton({ id, what, rate, samples, disabled = false }: Props) {
  const playing = usePlayer(state => state.playing === id);
  const trouble = usePlayer(state => (state.trouble?.id === id ? state.trouble.message : null));
  useEffect(() => () => stopIfOwn(id), [id]);
  return (
    <>
      <Hint text={playing ? 'Stop the sound.' : `Listen, at ${rate.toLocaleString('en')} samples a second.`}>
        <Button
          tiny
          icon={playing ? 'stop' : 'play'}
          label={playing ? 'Stop' : 'Play'}
          aria-label={`${playing ? 'Stop' : 'Play'} ${what}`}
          disabled={disabled && !playing}
          onClick={() => (playing ? stop() : play(id, samples(), rate))}
        />
      </Hint>
      {trouble ? (
        <span className="field-error" role="alert">
          {trouble}
        </span>
      ) : null}
    </>
  );
}
