import { useMemo } from 'react';
import type { Sound } from '../../tasks/task';
import { seconds } from '../format';
import type { Writing } from '../stores/writing';
import { PlayButton } from './play_button';
import { Waveform } from './waveform';
import './sound_foot.css';
import './sound_lane.css';

interface Props {
  /** The contender's slot. Names are not unique, slots are. */
  readonly slot: number;
  readonly name: string;
  readonly sound: Sound;
  readonly prompt: string;
  readonly writing: Writing;
  /** Tokens asked for. */
  readonly tokens: number;
}

/** The sound that a contender wrote after the prompt: its waveform and its play button. */
export function SoundLane({ slot, name, sound, prompt, writing, tokens }: Props) {
  const given = useMemo(() => sound.samplesOf(prompt), [sound, prompt]);
  const written = useMemo(() => sound.samplesOf(writing.text), [sound, writing.text]);
  const parts = useMemo(
    () => [
      { samples: given, colour: 'var(--ink)' },
      { samples: written, colour: 'var(--contender)' },
    ],
    [given, written],
  );
  const length = seconds(written.length / sound.rate);
  return (
    <section className="sound-lane column" aria-label={`Written by ${name}`} aria-busy={!writing.done}>
      <Waveform
        label={`Waveform: the prompt, then ${length} written by ${name}`}
        parts={parts}
        total={given.length + (writing.done ? written.length : tokens)}
      />
      <div className="sound-foot row wrap">
        <PlayButton
          id={`lane ${slot}`}
          what={name}
          rate={sound.rate}
          samples={() => written}
          disabled={!writing.done}
        />
        <span className="small muted number">
          {length} after a prompt of {seconds(given.length / sound.rate)}
        </span>
      </div>
    </section>
  );
}
