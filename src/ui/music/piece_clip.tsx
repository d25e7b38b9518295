import { useMemo } from 'react';
import type { Music } from '../../tasks/task';
import { seconds } from '../format';
import { PlayButton } from '../sound/play_button';
import { MidiButton } from './midi_button';
import { PianoRoll } from './piano_roll';
import { heard, type RollNote } from './roll_notes';
import { SYNTH_RATE, synthesise } from './synthesise';
import '../sound/sound_foot.css';
import './piece_clip.css';

interface Props {
  /** Unique among all sounds on the page. */
  readonly id: string;
  /** What is heard, as in 'Play the example'. */
  readonly what: string;
  /** Said of the roll after its name. */
  readonly about?: string;
  /** Stands beside its length. */
  readonly words?: string;
  readonly music: Music;
  readonly notes: readonly RollNote[];
  /** How long the piece will be. */
  readonly steps: number;
  readonly disabled?: boolean;
}

/** The piano roll and the play button of a piece. */
export function PieceClip({ id, what, about = '', words = '', music, notes, steps, disabled = false }: Props) {
  const sounding = useMemo(() => heard(notes), [notes]);
  return (
    <div className="piece-clip">
      <PianoRoll id={id} label={`Piano roll of ${what}${about}`} music={music} notes={notes} steps={steps} />
      <div className="sound-foot row wrap">
        <PlayButton
          id={id}
          what={what}
          rate={SYNTH_RATE}
          samples={() => synthesise(sounding, music)}
          disabled={disabled || sounding.length === 0}
        />
        <MidiButton what={what} music={music} notes={sounding} disabled={disabled || sounding.length === 0} />
        <span className="small muted number">
          {seconds(steps * music.stepSeconds)}
          {words === '' ? '' : ` · ${words}`}
        </span>
        {notes.some(({ mark }) => mark === 'missed') ? (
          <span className="small muted">crossed: wrong, hollow: right</span>
        ) : null}
      </div>
    </div>
  );
}
